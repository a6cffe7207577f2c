import { createHash } from 'node:crypto'
import { instantOf, readSelection } from '../../filter/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live, LiveFeature, LiveLayer } from '../../live/index.ts'

/** Features that are looked for: of these layers, in this order, that meet the conditions. */
export interface Asked {
  readonly layers: readonly string[]
  readonly filter?: string | undefined
  readonly datetime?: string | undefined
  /** Seconds. */
  readonly maxAge?: number | undefined
}

/** A layer that is looked into. */
export interface Part {
  readonly layer: LiveLayer
  /** Its place in the order asked. */
  readonly index: number
  /** Undefined = all features are wanted. */
  readonly wants: ((feature: LiveFeature) => boolean) | undefined
}

/** Throws unknown-layer, bad-filter, bad-parameter (a layer twice, `datetime` or `maxAge` where there is no time). `now`: milliseconds. */
export function partsOf(live: Live, { layers, filter, datetime, maxAge }: Asked, now: number): Part[] {
  const twice = layers.find((id, i) => layers.indexOf(id) !== i)
  if (twice !== undefined) throw new ZongtuError('bad-parameter', `layers names ${twice} twice`, { parameter: 'layers' })
  const found = layers.map(id => live.layer(id))
  const selection = readSelection(
    { ...(filter !== undefined && { filter }), ...(datetime !== undefined && { datetime }) },
    found.map(({ def }) => def),
  )
  return found.map((layer, index) => {
    const matches = selection.of(layer.def)
    const isFresh = maxAge === undefined ? undefined : freshness(layer, now - maxAge * 1_000)
    return { layer, index, wants: matches && isFresh ? feature => isFresh(feature) && matches(feature) : (matches ?? isFresh) }
  })
}

function freshness({ def }: LiveLayer, since: number): (feature: LiveFeature) => boolean {
  const { time } = def
  if (time === undefined) {
    throw new ZongtuError('bad-parameter', `layer ${def.id} has no time that maxAge could be asked of`, { parameter: 'maxAge' })
  }
  return ({ properties }) => {
    const at = properties[time]
    return typeof at === 'string' && (instantOf(at) ?? -Infinity) >= since
  }
}

/** A short text that is equal for equal questions. */
export const fingerprint = (question: unknown): string =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url').slice(0, 16)
