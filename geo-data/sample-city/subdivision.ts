import { traceFaces } from './faces.ts'
import type { Point } from './frame.ts'
import type { Line } from './lines.ts'
import type { Network } from './network.ts'
import type { Vertices } from './vertices.ts'

/** A coverage of faces over shared vertices. Cutting a face or an edge changes both sides at once, so it stays exact. */
export class Subdivision {
  readonly vertices: Vertices
  /** Counter-clockwise loops of vertices, by face. */
  readonly faces: number[][]
  /** For each vertex its neighbours, the face left of the edge to each (-1 outside) and the edge's line: three lists in step. */
  private readonly ends: number[][]
  private readonly lefts: number[][]
  private readonly kinds: Line[][]

  constructor(network: Network) {
    this.vertices = network.vertices
    this.faces = traceFaces(network)
    this.ends = network.links.map(links => [...links.keys()])
    this.kinds = network.links.map(links => [...links.values()].map(edge => edge.line))
    this.lefts = this.ends.map(list => list.map(() => -1))
    this.faces.forEach((loop, face) => {
      this.claim(loop, face)
    })
  }

  /** The face on the left of the directed edge ab; -1 outside the city. */
  faceLeftOf(a: number, b: number): number {
    return this.lefts[a]![this.ends[a]!.indexOf(b)] ?? -1
  }

  lineOf(a: number, b: number): Line {
    return this.kinds[a]![this.ends[a]!.indexOf(b)]!
  }

  ring(face: number): Point[] {
    return this.faces[face]!.map(v => this.vertices.at(v))
  }

  /** Every undirected edge once. */
  *edges(): Iterable<[a: number, b: number, line: Line]> {
    for (const [a, list] of this.ends.entries()) for (const [k, b] of list.entries()) if (a < b) yield [a, b, this.kinds[a]![k]!]
  }

  /** Puts a vertex on the edge ab, in both faces. */
  splitEdge(a: number, b: number, p: Point): number {
    const v = this.vertices.add(p)
    const line = this.lineOf(a, b)
    const [left, right] = [this.faceLeftOf(a, b), this.faceLeftOf(b, a)]
    this.ends.push([a, b])
    this.lefts.push([right, left])
    this.kinds.push([line, line])
    this.ends[a]![this.ends[a]!.indexOf(b)] = v
    this.ends[b]![this.ends[b]!.indexOf(a)] = v
    this.insert(left, a, b, v)
    this.insert(right, b, a, v)
    return v
  }

  private insert(face: number, from: number, to: number, v: number): void {
    if (face < 0) return
    const loop = this.faces[face]!
    let at = loop.indexOf(from)
    while (loop[(at + 1) % loop.length] !== to) at = loop.indexOf(from, at + 1)
    loop.splice(at + 1, 0, v)
  }

  /** Cuts a face along a path of vertices whose ends lie on its loop; returns the new face (left of the path). */
  cut(face: number, path: readonly number[], line: Line): number {
    const loop = this.faces[face]!
    const from = loop.indexOf(path[0]!)
    const to = loop.indexOf(path.at(-1)!)
    const span = (start: number, end: number): number[] =>
      start <= end ? loop.slice(start, end) : [...loop.slice(start), ...loop.slice(0, end)]
    const left = [...path.slice(0, -1), ...span(to, from)]
    const right = [...path.slice(1).reverse(), ...span(from, to)]
    for (let i = 1; i < path.length; i++) this.join(path[i - 1]!, path[i]!, line)
    this.faces[face] = right
    const made = this.faces.push(left) - 1
    this.claim(right, face)
    this.claim(left, made)
    return made
  }

  private claim(loop: readonly number[], face: number): void {
    for (let i = 0; i < loop.length; i++) {
      const v = loop[i]!
      this.lefts[v]![this.ends[v]!.indexOf(loop[i + 1 < loop.length ? i + 1 : 0]!)] = face
    }
  }

  private join(a: number, b: number, line: Line): void {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      while (this.ends.length <= from) {
        this.ends.push([])
        this.lefts.push([])
        this.kinds.push([])
      }
      this.ends[from]!.push(to)
      this.lefts[from]!.push(-1)
      this.kinds[from]!.push(line)
    }
  }
}
