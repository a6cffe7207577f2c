import type { Inspection } from '../contract/index.ts'
import { type Bbox, bboxOf, checkGeometry, type Geometry, unionBbox } from '../geo/index.ts'
import { type Crs, convertGeometry } from './crs/crs.ts'
import { shown } from './shown.ts'
import type { SourceRow } from './types.ts'

/** Features shown, and positions in all of them: a preview is a glance, not a download. */
const FEATURES = 1000
const POSITIONS = 200_000
const ATTRIBUTES = 40

/** A sample that spreads over the whole source: every row, then every second, every fourth ... */
export class PreviewSample {
  #kept: SourceRow[] = []
  #step = 1
  #next = 0
  readonly #types = new Map<string, number>()

  add(rows: readonly SourceRow[]): void {
    for (const row of rows) {
      const type = typeOf(row.geometry)
      this.#types.set(type, (this.#types.get(type) ?? 0) + 1)
      if (this.#next++ % this.#step !== 0) continue
      this.#kept.push(row)
      if (this.#kept.length < FEATURES * 2) continue
      this.#kept = this.#kept.filter((_, i) => i % 2 === 0)
      this.#step *= 2
    }
  }

  geometries(): Record<string, number> {
    return Object.fromEntries(this.#types)
  }

  /** The sample in WGS 84 with its bounds. Geometries that break a rule are left out; so are those beyond the budget of positions. */
  features(crs: Crs): Required<Pick<Inspection, 'sample' | 'sampled' | 'bbox'>> {
    const every = Math.ceil(this.#kept.length / FEATURES)
    let budget = POSITIONS
    let bbox: Bbox | null = null
    const features = this.#kept
      .filter((_, i) => i % every === 0)
      .map(row => {
        const geometry = usable(convertGeometry(row.geometry, crs))
        const size = geometry === null ? 0 : countOf(geometry)
        budget -= size
        if (geometry !== null) bbox = unionBbox(bbox, bboxOf(geometry))
        return { type: 'Feature' as const, id: row.row, geometry: budget < 0 ? null : geometry, properties: attributesOf(row) }
      })
    return { sample: { type: 'FeatureCollection', features }, sampled: features.length, bbox }
  }
}

const typeOf = (geometry: unknown): string => {
  const type = typeof geometry === 'object' && geometry !== null ? (geometry as { type?: unknown }).type : undefined
  return typeof type === 'string' && type.length <= 20 ? type : 'none'
}

/** Also shown when a ring crosses itself: that is what the person has to see. */
function usable(geometry: unknown): Geometry | null {
  const problems = checkGeometry(geometry)
  const broken = problems.some(({ rule }) => UNDRAWABLE.has(rule))
  return geometry === null || typeof geometry !== 'object' || broken ? null : (geometry as Geometry)
}
const UNDRAWABLE = new Set(['type', 'coordinates', 'range', 'too-large', 'too-deep', 'line-length'])

const countOf = (geometry: Geometry): number => {
  if (geometry.type === 'GeometryCollection') return geometry.geometries.reduce((sum, part) => sum + countOf(part), 0)
  return (geometry.coordinates as readonly unknown[]).flat(3).length / 2
}

const attributesOf = (row: SourceRow): Record<string, string | number | boolean | null> =>
  Object.fromEntries(
    [...row.properties].slice(0, ATTRIBUTES).map(([name, value]) => {
      const isPlain = value === null || typeof value === 'number' || typeof value === 'boolean'
      return [name, isPlain ? value : shown(value)]
    }),
  )
