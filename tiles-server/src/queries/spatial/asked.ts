import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'
import type { LayerDef } from '../../contract/index.ts'
import { instantOf, readSelection, type Selects } from '../../filter/index.ts'
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

/** Conditions that were asked before, of the same layers: reading a filter takes longer than many an answer. */
const REMEMBERED = 500

export type Parts = (asked: Asked, now: number) => Part[]

/** Reads what is asked, of the layers as they are now. */
export function createParts(live: Live): Parts {
  const known = new LRUCache<string, { defs: readonly LayerDef[]; selects: readonly (Selects | undefined)[] }>({ max: REMEMBERED })
  const read = (found: readonly LiveLayer[], { filter, datetime }: Asked): readonly (Selects | undefined)[] => {
    const defs = found.map(({ def }) => def)
    const key = JSON.stringify([defs.map(({ id }) => id), filter, datetime])
    const before = known.get(key)
    if (before && defs.every((def, i) => def === before.defs[i])) return before.selects
    const selection = readSelection({ ...(filter !== undefined && { filter }), ...(datetime !== undefined && { datetime }) }, defs)
    const selects = defs.map(def => selection.of(def))
    known.set(key, { defs, selects })
    return selects
  }
  return (asked, now) => partsOf(live, asked, now, read)
}

/** Throws unknown-layer, bad-filter, bad-parameter (a layer twice, `datetime` or `maxAge` where there is no time). `now`: milliseconds. */
function partsOf(
  live: Live,
  asked: Asked,
  now: number,
  read: (found: readonly LiveLayer[], asked: Asked) => readonly (Selects | undefined)[],
): Part[] {
  const { layers, maxAge } = asked
  const twice = layers.find((id, i) => layers.indexOf(id) !== i)
  if (twice !== undefined) throw new ZongtuError('bad-parameter', `layers names ${twice} twice`, { parameter: 'layers' })
  const found = layers.map(id => live.layer(id))
  const selects = read(found, asked)
  return found.map((layer, index) => {
    const matches = selects[index]
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
