import type { Hours } from './here.ts'
import { LAYER_ID } from './ref.ts'
import { formatPosition, formatShape, type LonLat, parsePosition, parseShape, type Shape } from './shape.ts'

/** Chosen codes by layer and property; what is not named is not narrowed. */
export type Narrowing = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>

/** What a link says is asked: about a place (`here`), about an area (the others). */
export interface Asked {
  readonly here: LonLat | null
  readonly hours: Hours
  readonly shape: Shape | null
  readonly layers: readonly string[] | null
  readonly narrowing: Narrowing
  readonly whole: boolean
}

export const NOT_ASKED: Asked = { here: null, hours: 24, shape: null, layers: null, narrowing: {}, whole: false }

const NAME = /^[a-z][a-z0-9_-]{0,62}$/i
const CODE = /^[\w-]{1,64}$/

/** `here=33.1,113.2[/7d]`, `area=` a shape (`shape.ts`), `in=camera,incident`, `is=incident.status.open,incident.status.assigned`, `whole=1`. */
export function parseAsked(params: ReadonlyMap<string, string>): Asked {
  const [place = '', span] = (params.get('here') ?? '').split('/')
  const layers = (params.get('in') ?? '').split(',').filter(id => LAYER_ID.test(id))
  return {
    here: parsePosition(place),
    hours: span === '7d' ? 168 : 24,
    shape: parseShape(params.get('area') ?? ''),
    layers: layers.length > 0 ? layers : null,
    narrowing: parseNarrowing(params.get('is') ?? ''),
    whole: params.get('whole') === '1',
  }
}

/** The parts of the hash; what belongs to an area is told only where there is one. */
export function formatAsked({ here, hours, shape, layers, narrowing, whole }: Asked): string[] {
  const parts: string[] = []
  if (here) parts.push(`here=${formatPosition(here)}${hours === 168 ? '/7d' : ''}`)
  if (!shape) return parts
  parts.push(`area=${formatShape(shape)}`)
  if (layers) parts.push(`in=${layers.join(',')}`)
  const codes = Object.entries(narrowing).flatMap(([layer, properties]) =>
    Object.entries(properties).flatMap(([name, values]) => values.map(value => `${layer}.${name}.${value}`)),
  )
  if (codes.length > 0) parts.push(`is=${codes.join(',')}`)
  if (whole) parts.push('whole=1')
  return parts
}

function parseNarrowing(text: string): Narrowing {
  const layers = new Map<string, Map<string, string[]>>()
  for (const entry of text.split(',')) {
    const [layer = '', name = '', value = '', ...rest] = entry.split('.')
    if (rest.length > 0 || !LAYER_ID.test(layer) || !NAME.test(name) || !CODE.test(value)) continue
    const properties = layers.get(layer) ?? new Map<string, string[]>()
    layers.set(layer, properties.set(name, [...(properties.get(name) ?? []), value]))
  }
  return Object.fromEntries([...layers].map(([layer, properties]) => [layer, Object.fromEntries(properties)]))
}
