import type { Explained } from '../../contract/index.ts'
import type { Geometry } from '../../geo/index.ts'
import { createSlices } from '../../kernel/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import type { Part } from './asked.ts'
import type { NearPlace } from './cursor.ts'
import { type Ranked, Ranking } from './ranking.ts'
import { boxesAround, Subject } from './subject.ts'

export interface Answer<T> {
  readonly found: T[]
  readonly explain: Explained
}

/**
 * The nearest `most` features, none farther than `limit` metres. Boxes are looked at in the order of their lower bounds, distances computed for what can
 * still be among the nearest; in one turn of the event loop.
 */
export function nearestOf(parts: readonly Part[], geometry: Geometry, most: number, limit: number): Answer<Ranked> {
  const started = performance.now()
  const subject = new Subject(geometry)
  const walks = parts.map(part => ({ part, walk: part.layer.nearestFirst(subject.bound.toBox, limit) }))
  const ranking = new Ranking(most, limit)
  let [candidates, exactTests] = [0, 0]
  for (;;) {
    let next = walks[0]!
    for (const other of walks) if (other.walk.bound < next.walk.bound) next = other
    const { part, walk } = next
    if (walk.bound > ranking.limit || walk.bound === Infinity) break
    const feature = walk.next()
    if (!feature) continue
    candidates++
    if (part.wants && !part.wants(feature)) continue
    exactTests++
    const away = subject.away(feature, ranking.limit)
    if (!away) continue
    ranking.offer({ index: part.index, feature, ...away })
    for (const other of walks) other.walk.limit = ranking.limit
  }
  const looked = walks.reduce((sum, { walk }) => sum + walk.looked, 0)
  const explain = { index: 'R-tree of each layer, nearest box first', looked, candidates, exactTests, ms: performance.now() - started }
  return { found: ranking.ranked, explain }
}

/**
 * The first `most` features after a place in the order of distance, none farther than `limit` metres from the geometry. Candidates are taken in this
 * turn, and features never change; distances take as many turns as they need. Throws the signal's reason once it is aborted.
 */
export function aroundOf(
  parts: readonly Part[],
  geometry: Geometry,
  most: number,
  limit: number,
  after: NearPlace | undefined,
  signal?: AbortSignal,
): Promise<Answer<Ranked>> {
  const started = performance.now()
  const subject = new Subject(geometry)
  const boxes = boxesAround(subject.bbox, limit)
  const near = parts.map(part => ({ part, features: [...new Set(boxes.flatMap(box => part.layer.search(box)))] }))
  return ranked(near, subject, new Ranking(most, limit, after), after, started, signal)
}

async function ranked(
  near: readonly { part: Part; features: readonly LiveFeature[] }[],
  subject: Subject,
  ranking: Ranking,
  after: NearPlace | undefined,
  started: number,
  signal: AbortSignal | undefined,
): Promise<Answer<Ranked>> {
  const slices = createSlices(signal)
  let [looked, candidates, exactTests] = [0, 0, 0]
  for (const { part, features } of near) {
    for (const feature of features) {
      if (slices.over()) await slices.next()
      looked++
      if (subject.bound.toBox(feature.minX, feature.minY, feature.maxX, feature.maxY) > ranking.limit) continue
      // Surely told on a page before.
      if (after && subject.atMost(feature) < after.metres) continue
      candidates++
      if (part.wants && !part.wants(feature)) continue
      exactTests++
      const away = subject.away(feature, ranking.limit)
      if (away) ranking.offer({ index: part.index, feature, ...away })
    }
  }
  const explain = { index: 'R-tree of each layer', looked, candidates, exactTests, ms: performance.now() - started }
  return { found: ranking.ranked, explain }
}
