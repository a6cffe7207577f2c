import type { MultiPolygon, Polygon, Position } from '../../tiles-server/src/geo/index.ts'
import { positionOfSteps } from './frame.ts'
import type { Subdivision } from './subdivision.ts'

/** The outline of a set of faces as simple rings of vertices: outer rings counter-clockwise, holes clockwise. */
export function outlineOf(sub: Subdivision, faces: Iterable<number>): number[][] {
  const members = new Set(faces)
  const next = new Map<number, number[]>()
  for (const face of members) {
    const loop = sub.faces[face]!
    loop.forEach((a, i) => {
      const b = loop[(i + 1) % loop.length]!
      if (members.has(sub.faceLeftOf(b, a))) return
      const list = next.get(a)
      if (list) list.push(b)
      else next.set(a, [b])
    })
  }
  const rings: number[][] = []
  for (const start of next.keys()) while (next.get(start)!.length > 0) rings.push(...walkOutline(sub, next, start))
  return rings
}

/** Walks until back at the start, taking the leftmost way where rings touch, and cuts off a ring at each vertex met twice. */
function walkOutline(sub: Subdivision, next: Map<number, number[]>, start: number): number[][] {
  const rings: number[][] = []
  const path: number[] = [start]
  const at = new Map<number, number>([[start, 0]])
  let from = -1
  let v = start
  do {
    const ways = next.get(v)!
    const to = ways.length === 1 ? ways[0]! : leftmost(sub, from, v, ways)
    ways.splice(ways.indexOf(to), 1)
    from = v
    v = to
    const seen = at.get(v)
    if (seen === undefined) {
      at.set(v, path.push(v) - 1)
      continue
    }
    const ring = path.splice(seen + 1)
    for (const w of ring) at.delete(w)
    rings.push([v, ...ring])
  } while (v !== start || path.length > 1)
  return rings
}

function leftmost(sub: Subdivision, from: number, v: number, ways: readonly number[]): number {
  if (from < 0) return ways[0]!
  const at = (w: number): number => {
    const [x, y] = sub.vertices.at(w)
    return Math.atan2(y - sub.vertices.at(v)[1], x - sub.vertices.at(v)[0])
  }
  const back = at(from)
  const turn = (w: number): number => (back - at(w) + 4 * Math.PI) % (2 * Math.PI)
  return ways.reduce((best, w) => (turn(w) < turn(best) ? w : best))
}

/** Rings of vertices as GeoJSON, each hole with the outer ring that contains it. Areas are exact in lattice steps. */
export function geometryOf(sub: Subdivision, rings: readonly (readonly number[])[]): Polygon | MultiPolygon {
  const outers = rings.filter(ring => doubleArea(sub, ring) > 0)
  const holes = rings.filter(ring => doubleArea(sub, ring) <= 0)
  const polygons = outers.map(outer =>
    [outer, ...holes.filter(hole => ownerOf(sub, outers, hole) === outer)].map(ring => positions(sub, ring)),
  )
  return polygons.length === 1 ? { type: 'Polygon', coordinates: polygons[0]! } : { type: 'MultiPolygon', coordinates: polygons }
}

function positions(sub: Subdivision, ring: readonly number[]): Position[] {
  const list = ring.map(v => positionOfSteps(sub.vertices.sx[v]!, sub.vertices.sy[v]!))
  return [...list, list[0]!]
}

function doubleArea(sub: Subdivision, ring: readonly number[]): number {
  const { sx, sy } = sub.vertices
  let sum = 0
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) sum += sx[ring[j]!]! * sy[ring[i]!]! - sx[ring[i]!]! * sy[ring[j]!]!
  return sum
}

/** The smallest outer ring that contains a vertex of the hole that it does not share. */
function ownerOf(sub: Subdivision, outers: readonly (readonly number[])[], hole: readonly number[]): readonly number[] | undefined {
  const containing = outers.filter(outer => {
    const probe = hole.find(v => !outer.includes(v)) ?? hole[0]!
    return contains(sub, outer, probe)
  })
  return containing.sort((a, b) => doubleArea(sub, a) - doubleArea(sub, b))[0]
}

function contains(sub: Subdivision, ring: readonly number[], v: number): boolean {
  const [x, y] = sub.vertices.at(v)
  let inside = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const a = sub.vertices.at(ring[i]!)
    const b = sub.vertices.at(ring[j]!)
    if (a[1] > y !== b[1] > y && x < ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}
