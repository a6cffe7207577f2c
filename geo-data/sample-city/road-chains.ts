import type { Land } from './land.ts'
import { type Line, type LineClass, rankOf } from './lines.ts'
import type { Vertices } from './vertices.ts'

export type RoadClass = 'expressway' | 'arterial' | 'collector' | 'local' | 'path'

export interface Chain {
  readonly class: RoadClass
  readonly vertices: readonly number[]
  /** The lines its edges came from, one an edge. */
  readonly lines: readonly Line[]
}

interface Edge {
  readonly a: number
  readonly b: number
  readonly line: Line
  readonly class: RoadClass
  done: boolean
}

/**
 * Joins edges of one class that run on into each other to chains: at each vertex the straightest pairs go together,
 * edges of one line before others. `riverside` says which banks carry a road.
 */
export function chainRoads({ sub }: Land, riverside: (a: number, b: number) => boolean): Chain[] {
  const edges: Edge[] = []
  const at = new Map<number, Edge[]>()
  for (const [a, b, line] of sub.edges()) {
    const roadClass = classOf(line.class, () => riverside(a, b))
    if (!roadClass) continue
    const edge: Edge = { a, b, line, class: roadClass, done: false }
    edges.push(edge)
    for (const v of [a, b]) {
      const list = at.get(v)
      if (list) list.push(edge)
      else at.set(v, [edge])
    }
  }
  const mates = new Map<number, Map<Edge, Edge>>()
  for (const [v, list] of at) mates.set(v, pairUp(sub.vertices, v, list))
  edges.sort((x, y) => rankOf(y.line) - rankOf(x.line))
  return edges.flatMap(edge => (edge.done ? [] : [follow(edge, mates)]))
}

function classOf(lineClass: LineClass, riverside: () => boolean): RoadClass | null {
  if (lineClass === 'bank') return riverside() ? 'collector' : null
  if (lineClass === 'outline' || lineClass === 'stream' || lineClass === 'seam') return null
  return lineClass
}

const other = (edge: Edge, v: number): number => (edge.a === v ? edge.b : edge.a)

function pairUp(vertices: Vertices, v: number, list: readonly Edge[]): Map<Edge, Edge> {
  const options: { x: Edge; y: Edge; score: number }[] = []
  for (let i = 0; i < list.length; i++)
    for (let j = i + 1; j < list.length; j++) {
      const [x, y] = [list[i]!, list[j]!]
      if (x.class !== y.class) continue
      const bend = deflection(vertices, other(x, v), v, other(y, v))
      if (bend > (x.line === y.line ? 1.25 : 0.6)) continue
      options.push({ x, y, score: bend - (x.line === y.line ? 1 : 0) })
    }
  options.sort((p, q) => p.score - q.score)
  const mates = new Map<Edge, Edge>()
  for (const { x, y } of options) {
    if (mates.has(x) || mates.has(y)) continue
    mates.set(x, y)
    mates.set(y, x)
  }
  return mates
}

function deflection(vertices: Vertices, a: number, v: number, b: number): number {
  const [ax, ay] = vertices.at(a)
  const [x, y] = vertices.at(v)
  const [bx, by] = vertices.at(b)
  const [ux, uy, wx, wy] = [x - ax, y - ay, bx - x, by - y]
  return Math.abs(Math.atan2(ux * wy - uy * wx, ux * wx + uy * wy))
}

function follow(first: Edge, mates: ReadonlyMap<number, ReadonlyMap<Edge, Edge>>): Chain {
  first.done = true
  const run = (from: number): { vertices: number[]; lines: Line[] } => {
    const vertices: number[] = []
    const lines: Line[] = []
    let v = from
    for (let edge = mates.get(v)?.get(first); edge && !edge.done; edge = mates.get(v)?.get(edge)) {
      edge.done = true
      v = other(edge, v)
      vertices.push(v)
      lines.push(edge.line)
    }
    return { vertices, lines }
  }
  const ahead = run(first.b)
  const back = run(first.a)
  return {
    class: first.class,
    vertices: [...back.vertices.reverse(), first.a, first.b, ...ahead.vertices],
    lines: [...back.lines.reverse(), first.line, ...ahead.lines],
  }
}
