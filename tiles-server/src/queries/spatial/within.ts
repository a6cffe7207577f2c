import { spatialTest } from '../../filter/index.ts'
import { bboxOf, type Geometry, isAreal, latticeRings, pointInRings, toLattice } from '../../geo/index.ts'
import { createSlices } from '../../kernel/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import type { Part } from './asked.ts'
import type { Answer } from './nearest.ts'

export type Relation = 'within' | 'intersects'

export interface Held {
  readonly index: number
  readonly feature: LiveFeature
}

/** What rounding to the lattice brings together, degrees. */
const STEP = 1e-7

/**
 * The first `most` features after a place in the order of layers and ids that relate to the geometry. Candidates are taken in this turn; what they are
 * asked takes as many turns as it needs. Throws the signal's reason once it is aborted.
 */
export function withinOf(
  parts: readonly Part[],
  geometry: Geometry,
  relation: Relation,
  most: number,
  after: { readonly index: number; readonly id: string } | undefined,
  signal?: AbortSignal,
): Promise<Answer<Held>> {
  const started = performance.now()
  const [west, south, east, north] = bboxOf(geometry)!
  const near = parts.slice(after?.index ?? 0).map(part => {
    const features = part.layer.search([west - STEP, south - STEP, east + STEP, north + STEP])
    const rest = part.index === after?.index ? features.filter(({ id }) => id > after.id) : features
    return { part, features: rest.sort((a, b) => (a.id < b.id ? -1 : 1)) }
  })
  return related(near, relates(geometry, relation), most, started, signal)
}

async function related(
  near: readonly { part: Part; features: readonly LiveFeature[] }[],
  holds: (feature: LiveFeature) => boolean,
  most: number,
  started: number,
  signal: AbortSignal | undefined,
): Promise<Answer<Held>> {
  const slices = createSlices(signal)
  const found: Held[] = []
  let [candidates, exactTests] = [0, 0]
  const explain = () => ({ index: 'R-tree of each layer', looked, candidates, exactTests, ms: performance.now() - started })
  const looked = near.reduce((sum, { features }) => sum + features.length, 0)
  for (const { part, features } of near) {
    for (const feature of features) {
      if (slices.over()) await slices.next()
      candidates++
      if (part.wants && !part.wants(feature)) continue
      exactTests++
      if (!holds(feature)) continue
      found.push({ index: part.index, feature })
      if (found.length === most) return { found, explain: explain() }
    }
  }
  return { found, explain: explain() }
}

/** Closed shapes on the lattice, but for points in areas, which the half-open rule gives to one of two neighbours. */
function relates(geometry: Geometry, relation: Relation): (feature: LiveFeature) => boolean {
  const test = spatialTest(relation, geometry)
  if (relation === 'intersects' || !isAreal(geometry)) return feature => test(feature) === true
  const rings = latticeRings(geometry)
  return feature => {
    if (feature.geometry?.type !== 'Point') return test(feature) === true
    return pointInRings(toLattice(feature.minX), toLattice(feature.minY), rings)
  }
}
