import { stitchRings } from './arc-stitching.ts'
import { fromLattice } from './lattice.ts'
import { nestRings } from './ring-nesting.ts'
import type { LatticeRing, Position } from './types.ts'

/**
 * The polygons that noded directed edges bound: flat ax, ay, bx, by, ... in lattice steps, the interior on the left of each, every edge once.
 * Positions in degrees; outer rings counter-clockwise, holes clockwise and in their polygon, no ring visits a vertex twice; rings from their lowest vertex
 * (x, then y), ascending: the same edges give the same polygons in whatever order they come.
 */
export function polygonsOfEdges(edges: readonly number[]): Position[][][] {
  const rings = ringsOfEdges(edges)
  const closed = ({ ring, turn }: { readonly ring: number; readonly turn: boolean }): Position[] => closedRing(rings[ring]!, turn)
  return nestRings(rings)
    .map(({ outer, holes }) => [closed(outer), ...holes.map(closed).sort(byStart)])
    .sort((a, b) => byStart(a[0]!, b[0]!))
}

function ringsOfEdges(edges: readonly number[]): LatticeRing[] {
  const numbers = new Map<string, number>()
  const vertex = (x: number, y: number): number => {
    const key = `${x} ${y}`
    const known = numbers.get(key) ?? numbers.size
    numbers.set(key, known)
    return known
  }
  const halves = []
  for (let i = 0; i < edges.length; i += 4) {
    const points = Int32Array.from(edges.slice(i, i + 4))
    const [start, end] = [vertex(points[0]!, points[1]!), vertex(points[2]!, points[3]!)]
    halves.push({ arc: { key: '', points, world: null, zooms: null }, reversed: false, start, end })
  }
  return stitchRings(halves).map(ring => Int32Array.from(ring.flatMap(({ arc }) => [arc.points[0]!, arc.points[1]!])))
}

function closedRing(ring: LatticeRing, turn: boolean): Position[] {
  const positions: Position[] = []
  for (let i = 0; i < ring.length; i += 2) positions.push([fromLattice(ring[i]!), fromLattice(ring[i + 1]!)])
  if (turn) positions.reverse()
  const lowest = positions.reduce((best, p, i) => (compare(p, positions[best]!) < 0 ? i : best), 0)
  const turned = [...positions.slice(lowest), ...positions.slice(0, lowest)]
  return [...turned, [...turned[0]!]]
}

const compare = (a: Position, b: Position): number => a[0]! - b[0]! || a[1]! - b[1]!
const byStart = (a: Position[], b: Position[]): number => compare(a[0]!, b[0]!) || compare(a[1]!, b[1]!)
