import { type NestedPolygon, nestRings } from './ring-nesting.ts'
import type { Arc, ArcRings } from './topology-types.ts'
import type { LatticeRing, MultiPolygon, Polygon, Position } from './types.ts'

/** How rings of arcs form polygons; it follows from the arcs as they are unsimplified. */
export const nestArcRings = (rings: ArcRings): NestedPolygon[] => nestRings(rings.map(arcRingPoints))

/** The vertices of a ring of arcs, each once, on the lattice. */
export function arcRingPoints(ring: ArcRings[number]): LatticeRing {
  const out = new Int32Array(ring.reduce((n, { arc }) => n + arc.points.length - 2, 0))
  let at = 0
  for (const { arc, reversed } of ring) {
    const n = arc.points.length >> 1
    for (let i = 0; i < n - 1; i++) {
      const from = (reversed ? n - 1 - i : i) * 2
      out[at++] = arc.points[from]!
      out[at++] = arc.points[from + 1]!
    }
  }
  return out
}

/** Polygons whose rings start at their lowest vertex, in ascending order: the same outline gives the same text, however it was cut to arcs. */
export function assemblePolygons(
  rings: ArcRings,
  nested: readonly NestedPolygon[],
  line: (arc: Arc) => Float64Array,
): Polygon | MultiPolygon | null {
  const closed = ({ ring, turn }: NestedPolygon['outer']): Position[] => closedRing(rings[ring]!, turn, line)
  const polygons = nested
    .map(({ outer, holes }) => [closed(outer), ...holes.map(closed).sort(byFirst)])
    .sort((a, b) => byFirst(a[0]!, b[0]!))
  if (polygons.length === 0) return null
  return polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons }
}

const comparePositions = (a: Position, b: Position): number => a[0]! - b[0]! || a[1]! - b[1]!

const byFirst = (a: Position[], b: Position[]): number => comparePositions(a[0]!, b[0]!) || comparePositions(a[1]!, b[1]!)

function closedRing(ring: ArcRings[number], turn: boolean, line: (arc: Arc) => Float64Array): Position[] {
  const positions: Position[] = []
  for (const { arc, reversed } of ring) {
    const xy = line(arc)
    const n = xy.length >> 1
    for (let i = 0; i < n - 1; i++) {
      const from = (reversed ? n - 1 - i : i) * 2
      positions.push([xy[from]!, xy[from + 1]!])
    }
  }
  if (turn) positions.reverse()
  let lowest = 0
  for (let i = 1; i < positions.length; i++) if (comparePositions(positions[i]!, positions[lowest]!) < 0) lowest = i
  const out = [...positions.slice(lowest), ...positions.slice(0, lowest)]
  out.push([...out[0]!])
  return out
}
