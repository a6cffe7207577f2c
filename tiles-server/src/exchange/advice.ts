import type { ImportWarning, SourceRow } from './types.ts'

type Advice = 'heights' | 'dimensions' | 'ring-ends' | 'winding' | 'geometry-collection'

const DETAILS: Readonly<Record<Advice, string>> = {
  heights: 'have positions with a height, which is not kept',
  dimensions: 'have positions of more than three numbers, which RFC 7946, section 3.1.1, advises against; only lon and lat are kept',
  'ring-ends': 'have rings whose last position differs from the first in more than lon and lat (RFC 7946, section 3.1.6)',
  winding: 'have rings of the other winding than the right-hand rule of RFC 7946, section 3.1.6; they are taken as they are',
  'geometry-collection': 'have a geometry collection that is nested or of one part, which RFC 7946, section 3.1.8, advises against',
}

/** Rules that are only told: nothing is wrong with the source. All others refuse it when the import is strict. */
export const TOLD_ONLY: ReadonlySet<string> = new Set(['heights'])

/** What is taken although the standard advises against it, and what is left out without asking: rows counted, one warning a rule. */
export class AdviceCollector {
  readonly #rows = new Map<Advice, { count: number; first: number }>()

  add(rows: readonly SourceRow[]): void {
    for (const { row, geometry } of rows) {
      for (const advice of adviceOn(geometry)) {
        const found = this.#rows.get(advice)
        if (found) found.count++
        else this.#rows.set(advice, { count: 1, first: row })
      }
    }
  }

  warnings(): ImportWarning[] {
    return [...this.#rows].map(([rule, { count, first }]) => ({
      rule,
      detail: `${count} rows, the first is row ${first}, ${DETAILS[rule]}`,
    }))
  }
}

function adviceOn(geometry: unknown): Set<Advice> {
  const found = new Set<Advice>()
  const { type, geometries, coordinates } = (geometry ?? {}) as { type?: unknown; geometries?: unknown; coordinates?: unknown }
  if (Array.isArray(geometries)) {
    const isNested = geometries.some(part => (part as { type?: unknown } | null)?.type === 'GeometryCollection')
    if (geometries.length === 1 || isNested) found.add('geometry-collection')
    return found
  }
  const numbers = mostNumbers(coordinates, 0)
  if (numbers > 2) found.add(numbers > 3 ? 'dimensions' : 'heights')
  const polygons =
    type === 'Polygon' ? [coordinates] : type === 'MultiPolygon' && Array.isArray(coordinates) ? (coordinates as unknown[]) : []
  const rings = polygons.flatMap(polygon =>
    Array.isArray(polygon) ? polygon.map((ring: unknown, i) => ({ ring, sign: i === 0 ? 1 : -1 })) : [],
  )
  if (rings.some(({ ring, sign }) => areaOf(ring) * sign < 0)) found.add('winding')
  if (rings.some(({ ring }) => Array.isArray(ring) && JSON.stringify(ring[0]) !== JSON.stringify(ring.at(-1)))) found.add('ring-ends')
  return found
}

/** The most numbers that a position has. */
function mostNumbers(value: unknown, depth: number): number {
  if (!Array.isArray(value) || depth > 4) return 0
  if (typeof value[0] === 'number') return value.length
  return value.reduce((most: number, part: unknown) => Math.max(most, mostNumbers(part, depth + 1)), 0)
}

/** Twice the signed area in the ring's own units, seen from its first position (differences keep small rings exact enough); 0 for what is no ring. */
function areaOf(ring: unknown): number {
  if (!Array.isArray(ring)) return 0
  const origin: unknown = ring[0]
  if (!Array.isArray(origin)) return 0
  const [x, y] = [Number(origin[0]), Number(origin[1])]
  let area = 0
  for (let i = 0; i + 1 < ring.length; i++) {
    const [a, b] = [ring[i] as unknown, ring[i + 1] as unknown]
    if (!Array.isArray(a) || !Array.isArray(b)) return 0
    area += (Number(a[0]) - x) * (Number(b[1]) - y) - (Number(b[0]) - x) * (Number(a[1]) - y)
  }
  return Number.isFinite(area) ? area : 0
}
