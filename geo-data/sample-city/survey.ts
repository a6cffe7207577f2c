import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { distance, segmentDistance } from './curves.ts'
import type { Point } from './frame.ts'
import type { Subdivision } from './subdivision.ts'

/** How far a surveyed vertex lies off the drawn line, metres: less than the metre that incidents keep inside their block. */
const OFF = 0.8
const OFF_SHARE = 0.04
/** What a new vertex keeps from every other edge, and an edge from every other vertex, so that nothing can cross. */
const CLEAR = 1.6

/**
 * Gives the edges between grids the vertices of a surveyed boundary: about one every `spacing` metres, a little off the line, in the faces of both
 * sides. Where there is no room for that the edge stays as it is. `gridOf`: grid of each face.
 */
export function surveyBoundaries(sub: Subdivision, gridOf: ArrayLike<number>, spacing: number, seed: number): void {
  const random = seededRandom(seed * 31 + 19)
  for (const [a, b] of boundaryEdges(sub, gridOf)) {
    const [p, q] = [sub.vertices.at(a), sub.vertices.at(b)]
    const pieces = Math.ceil(distance(p, q) / spacing)
    if (pieces < 2 || !hasRoom(sub, a, b)) continue
    let from = a
    for (let i = 1; i < pieces; i++) {
      const at = offTheLine(p, q, i / pieces, random)
      if (isClear(sub, from, b, at)) from = sub.splitEdge(from, b, at)
    }
  }
}

function boundaryEdges(sub: Subdivision, gridOf: ArrayLike<number>): [number, number][] {
  const edges: [number, number][] = []
  for (const [a, b] of sub.edges()) {
    const [left, right] = [sub.faceLeftOf(a, b), sub.faceLeftOf(b, a)]
    if (left < 0 || right < 0 || gridOf[left] !== gridOf[right]) edges.push([a, b])
  }
  return edges
}

function offTheLine(p: Point, q: Point, share: number, random: Random): Point {
  const length = distance(p, q)
  const room = Math.min(OFF, OFF_SHARE * length * Math.min(share, 1 - share))
  const off = (2 * random() - 1) * room
  const [x, y] = [(q[0] - p[0]) / length, (q[1] - p[1]) / length]
  return [p[0] + (q[0] - p[0]) * share - y * off, p[1] + (q[1] - p[1]) * share + x * off]
}

const facesOf = (sub: Subdivision, a: number, b: number): number[] => [sub.faceLeftOf(a, b), sub.faceLeftOf(b, a)].filter(face => face >= 0)

/** No vertex of the faces at the edge ab lies close to it, but its own ends. */
function hasRoom(sub: Subdivision, a: number, b: number): boolean {
  const [p, q] = [sub.vertices.at(a), sub.vertices.at(b)]
  return facesOf(sub, a, b).every(face =>
    sub.faces[face]!.every(v => v === a || v === b || segmentDistance(sub.vertices.at(v), p, q) > CLEAR),
  )
}

/** No edge of the faces at the edge ab, but that edge itself, comes close to the place. */
function isClear(sub: Subdivision, a: number, b: number, at: Point): boolean {
  return facesOf(sub, a, b).every(face => {
    const loop = sub.faces[face]!
    return loop.every((v, i) => {
      const w = loop[(i + 1) % loop.length]!
      const same = (v === a && w === b) || (v === b && w === a)
      return same || segmentDistance(at, sub.vertices.at(v), sub.vertices.at(w)) > CLEAR
    })
  })
}
