import { distance, segmentDistance } from './curves.ts'
import type { Point } from './frame.ts'
import { type Line, rankOf } from './lines.ts'
import { Vertices } from './vertices.ts'

interface Edge {
  readonly a: number
  readonly b: number
  readonly line: Line
  alive: boolean
  /** The last search that met this edge. */
  seen: number
}

const CELL = 160
const cellOf = (metres: number): number => Math.floor(metres / CELL) + 2048

/**
 * A plane graph on the lattice: lines are laid into it one after another, and whatever they cross or come close to is cut or joined
 * at a shared vertex, so that edges never cross and never run within `tolerance` of a vertex they do not end on.
 */
export class Network {
  readonly vertices = new Vertices()
  /** For each vertex its neighbours and the edge to them. */
  readonly links: Map<number, Edge>[] = []
  private searches = 0
  private readonly edgeCells = new Map<number, Edge[]>()
  private readonly vertexCells = new Map<number, number[]>()

  constructor(private readonly tolerance: number) {}

  /** Lays a polyline; vertices nearer than the tolerance to what is there join it. Edges that cannot be laid cleanly are left out. */
  lay(points: readonly Point[], line: Line): void {
    let last = -1
    for (const p of points) {
      const v = this.anchor(p)
      if (last >= 0 && v !== last) this.connect(last, v, line, 0)
      last = v
    }
  }

  removeEdge(a: number, b: number): void {
    this.links[a]!.get(b)!.alive = false
    this.links[a]!.delete(b)
    this.links[b]!.delete(a)
  }

  /** Removes edges that end nowhere, again and again, and what is not joined to the vertex `root`. */
  prune(root: number): void {
    const ends = this.links.flatMap((l, v) => (l.size === 1 ? [v] : []))
    for (let v = ends.pop(); v !== undefined; v = ends.pop()) {
      if (this.links[v]!.size !== 1) continue
      const [to] = this.links[v]!.keys()
      this.removeEdge(v, to!)
      if (this.links[to!]!.size === 1) ends.push(to!)
    }
    const reached = new Set([root])
    const queue = [root]
    for (let v = queue.pop(); v !== undefined; v = queue.pop())
      for (const to of this.links[v]!.keys()) {
        if (reached.has(to)) continue
        reached.add(to)
        queue.push(to)
      }
    this.links.forEach((l, v) => {
      if (!reached.has(v)) for (const to of [...l.keys()]) this.removeEdge(v, to)
    })
  }

  private anchor(p: Point): number {
    const near = this.nearestVertex(p, this.tolerance)
    if (near >= 0) return near
    const edge = this.nearestEdge(p, this.tolerance)
    if (!edge) return this.addVertex(p)
    const [a, b] = edge
    const pa = this.vertices.at(a)
    const pb = this.vertices.at(b)
    const length = distance(pa, pb)
    const t = ((p[0] - pa[0]) * (pb[0] - pa[0]) + (p[1] - pa[1]) * (pb[1] - pa[1])) / (length * length)
    if (t * length < this.tolerance) return a
    if ((1 - t) * length < this.tolerance) return b
    return this.split(a, b, [pa[0] + (pb[0] - pa[0]) * t, pa[1] + (pb[1] - pa[1]) * t])
  }

  private connect(a: number, b: number, line: Line, depth: number): void {
    if (a === b || depth > 14) return
    const present = this.links[a]!.get(b)
    if (present) {
      if (rankOf(line) > rankOf(present.line)) {
        this.removeEdge(a, b)
        this.setEdge(a, b, line)
      }
      return
    }
    const via = this.obstacle(a, b)
    if (via === -1) this.setEdge(a, b, line)
    else if (via !== a && via !== b) {
      this.connect(a, via, line, depth + 1)
      this.connect(via, b, line, depth + 1)
    }
  }

  /** The vertex nearest to a through which the segment ab must go, made if an edge must be cut; -1 when the way is clear. */
  private obstacle(a: number, b: number): number {
    const pa = this.vertices.at(a)
    const pb = this.vertices.at(b)
    let best = Infinity
    let vertex = -1
    let cut: Edge | null = null
    for (const edge of this.edgesNear(pa, pb)) {
      for (const w of [edge.a, edge.b]) {
        if (w === a || w === b) continue
        const p = this.vertices.at(w)
        const d = distance(p, pa)
        if (d >= best || segmentDistance(p, pa, pb) > this.tolerance * 0.5) continue
        best = d
        vertex = w
        cut = null
      }
      if (edge.a === a || edge.a === b || edge.b === a || edge.b === b || !this.vertices.cross(a, b, edge.a, edge.b)) continue
      const d = distance(this.crossing(a, b, edge.a, edge.b), pa)
      if (d >= best) continue
      best = d
      vertex = -1
      cut = edge
    }
    return cut ? this.meet(a, b, cut) : vertex
  }

  /** The vertex where ab crosses an edge: an end of it that is near, or a new one on it. */
  private meet(a: number, b: number, edge: Edge): number {
    const p = this.crossing(a, b, edge.a, edge.b)
    if (distance(p, this.vertices.at(edge.a)) < this.tolerance) return edge.a
    if (distance(p, this.vertices.at(edge.b)) < this.tolerance) return edge.b
    return this.split(edge.a, edge.b, p)
  }

  private crossing(a: number, b: number, c: number, d: number): Point {
    const s = this.vertices.side(c, d, a)
    const t = s / (s - this.vertices.side(c, d, b))
    const pa = this.vertices.at(a)
    const pb = this.vertices.at(b)
    return [pa[0] + (pb[0] - pa[0]) * t, pa[1] + (pb[1] - pa[1]) * t]
  }

  private split(a: number, b: number, p: Point): number {
    const { line } = this.links[a]!.get(b)!
    this.removeEdge(a, b)
    const v = this.addVertex(p)
    this.setEdge(a, v, line)
    this.setEdge(v, b, line)
    return v
  }

  private addVertex(p: Point): number {
    const v = this.vertices.add(p)
    this.links.push(new Map())
    const key = cellOf(p[0]) * 4096 + cellOf(p[1])
    const list = this.vertexCells.get(key)
    if (list) list.push(v)
    else this.vertexCells.set(key, [v])
    return v
  }

  private setEdge(a: number, b: number, line: Line): void {
    const edge: Edge = { a, b, line, alive: true, seen: 0 }
    this.links[a]!.set(b, edge)
    this.links[b]!.set(a, edge)
    const pa = this.vertices.at(a)
    const pb = this.vertices.at(b)
    for (let cx = cellOf(Math.min(pa[0], pb[0])); cx <= cellOf(Math.max(pa[0], pb[0])); cx++)
      for (let cy = cellOf(Math.min(pa[1], pb[1])); cy <= cellOf(Math.max(pa[1], pb[1])); cy++) {
        const list = this.edgeCells.get(cx * 4096 + cy)
        if (list) list.push(edge)
        else this.edgeCells.set(cx * 4096 + cy, [edge])
      }
  }

  private nearestVertex(p: Point, reach: number): number {
    let best = reach
    let found = -1
    for (let cx = cellOf(p[0] - reach); cx <= cellOf(p[0] + reach); cx++)
      for (let cy = cellOf(p[1] - reach); cy <= cellOf(p[1] + reach); cy++)
        for (const v of this.vertexCells.get(cx * 4096 + cy) ?? []) {
          const d = distance(p, this.vertices.at(v))
          if (d < best && this.links[v]!.size > 0) {
            best = d
            found = v
          }
        }
    return found
  }

  private nearestEdge(p: Point, reach: number): [number, number] | null {
    let best = reach
    let found: [number, number] | null = null
    for (const edge of this.edgesNear(p, p)) {
      const d = segmentDistance(p, this.vertices.at(edge.a), this.vertices.at(edge.b))
      if (d >= best) continue
      best = d
      found = [edge.a, edge.b]
    }
    return found
  }

  /** Living edges in the cells that the segment's box and the tolerance around it touch, each once. */
  private edgesNear(pa: Point, pb: Point): Edge[] {
    const search = ++this.searches
    const pad = this.tolerance
    const found: Edge[] = []
    for (let cx = cellOf(Math.min(pa[0], pb[0]) - pad); cx <= cellOf(Math.max(pa[0], pb[0]) + pad); cx++)
      for (let cy = cellOf(Math.min(pa[1], pb[1]) - pad); cy <= cellOf(Math.max(pa[1], pb[1]) + pad); cy++)
        for (const edge of this.edgeCells.get(cx * 4096 + cy) ?? []) {
          if (!edge.alive || edge.seen === search) continue
          edge.seen = search
          found.push(edge)
        }
    return found
  }
}
