import type RBush from 'rbush'
import { claimsOf, ringsAround } from './arc-claims.ts'
import { cutArcs } from './arc-cutting.ts'
import { vertexZooms } from './arc-generalising.ts'
import { createArcInterner } from './arc-interning.ts'
import { sweepsOver, type VertexSearch } from './arc-sweep.ts'
import { worldOf } from './arc-world.ts'
import { type LatticeBox, latticeBox, toBounds } from './lattice-box.ts'
import { nodeRings } from './noding.ts'
import { packedTree } from './packed-tree.ts'
import { type FaceRings, faceRings, OUTSIDE } from './segment-table.ts'
import type { Arc, ArcRings, BoundaryLine, CoverageFace, TopologyChange } from './topology-types.ts'
import type { Bbox, GeometryProblem } from './types.ts'

type PlacedLine = BoundaryLine & LatticeBox

interface Face extends LatticeBox {
  readonly id: string
  /** As given; noding puts vertices of neighbours in. */
  readonly geometry: CoverageFace['geometry']
  lines: Set<PlacedLine>
  rings?: ArcRings
}

/** From this share of the faces on a change is worked out for all of them at once, and the search trees are packed anew. */
const MOST = 0.25

/** The arcs of a coverage and the faces beside them, with search trees that take single changes. */
export class ArcMap {
  readonly #faces = new Map<string, Face>()
  readonly #lines = new Map<Arc, PlacedLine>()
  readonly #interner = createArcInterner()
  #faceTree: RBush<Face> = packedTree([])
  #lineTree: RBush<PlacedLine> = packedTree([])

  get bbox(): Bbox | null {
    return toBounds(this.#lineTree.toJSON() as LatticeBox)
  }

  faceIds(): Iterable<string> {
    return this.#faces.keys()
  }

  lines(): Iterable<BoundaryLine> {
    return this.#lines.values()
  }

  line(arc: Arc): BoundaryLine | undefined {
    return this.#lines.get(arc)
  }

  linesOf(id: string): Iterable<BoundaryLine> {
    return this.#faces.get(id)?.lines ?? []
  }

  rings(id: string): ArcRings | undefined {
    const face = this.#faces.get(id)
    if (!face) return undefined
    face.rings ??= ringsAround(
      [...face.lines].flatMap(line =>
        claimsOf(line, other => (other === id ? id : undefined)).map(({ onLeft }) => ({ arc: line.arc, onLeft })),
      ),
    )
    return face.rings
  }

  zooms(arc: Arc): Uint8Array {
    if (arc.zooms) return arc.zooms
    const line = this.#lines.get(arc)
    if (!line) return new Uint8Array(arc.points.length >> 1)
    arc.zooms = this.#generalise(line)
    return arc.zooms
  }

  replace(gone: Iterable<string>, put: readonly CoverageFace[]): TopologyChange {
    const old = [...new Set([...gone, ...put.map(face => face.id)])].flatMap(id => this.#faces.get(id) ?? [])
    const problems: GeometryProblem[] = []
    const shapes = new Map<Face, FaceRings>()
    const made = put.map(({ id, geometry }): Face => {
      const shape = faceRings(geometry)
      if (shape.rings.length === 0) problems.push({ rule: 'empty', detail: `face "${id}" has no area on the lattice of 1e-7 degree` })
      const face = { id, geometry, lines: new Set<PlacedLine>(), ...latticeBox(shape.rings) }
      shapes.set(face, shape)
      return face
    })
    // Every face that may share a vertex with what changes is cut anew; the faces around those are there to tell junctions.
    const near = this.#facesAt([...old, ...made], new Set(old))
    const around = this.#facesAt(near, new Set([...old, ...near]))
    const local = [...made, ...near, ...around]
    const noded = nodeRings(local.map(face => shapes.get(face) ?? faceRings(face.geometry)))
    const core = new Set([...made, ...near])
    const found: { line: PlacedLine; faces: readonly Face[] }[] = []
    for (const { vertices, left, right, extra } of cutArcs(noded.table)) {
      const sides = [left, right, ...extra.map(side => side.face)].filter(side => side !== OUTSIDE).map(side => local[side]!)
      const own = sides.filter(face => core.has(face))
      if (own.length === 0) continue
      const points = new Int32Array(vertices.length * 2)
      vertices.forEach((v, i) => {
        points[2 * i] = noded.table.xs[v]!
        points[2 * i + 1] = noded.table.ys[v]!
      })
      const idOf = (side: number): string | null => (side === OUTSIDE ? null : local[side]!.id)
      const more = extra.map(side => ({ face: local[side.face]!.id, onLeft: side.onLeft }))
      found.push({
        line: { arc: this.#interner.intern(points), left: idOf(left), right: idOf(right), extra: more, ...latticeBox([points]) },
        faces: sides,
      })
    }
    return { ...this.#exchange(old, made, near, found), problems: [...problems, ...noded.problems] }
  }

  /** Puts the new lines in the place of the old ones; a line that is as it was stays the object it was. */
  #exchange(
    old: readonly Face[],
    made: readonly Face[],
    near: readonly Face[],
    found: readonly { line: PlacedLine; faces: readonly Face[] }[],
  ): Omit<TopologyChange, 'problems'> {
    const removed = new Set([...old, ...near].flatMap(face => [...face.lines]))
    const added = new Map<PlacedLine, readonly Face[]>()
    for (const { line, faces } of found) {
      const known = this.#lines.get(line.arc)
      if (known && sameSides(known, line)) removed.delete(known)
      else added.set(line, faces)
    }
    const past = this.#past([...removed, ...added.keys()])
    this.#swapFaces(old, made)
    const touched = new Set<string>([...old, ...made].map(face => face.id))
    for (const line of removed) {
      this.#lines.delete(line.arc)
      for (const id of facesOf(line)) if (this.#faces.get(id)?.lines.delete(line)) touched.add(id)
    }
    for (const [line, faces] of added) {
      this.#lines.set(line.arc, line)
      line.arc.zooms = null // an arc that comes back may have been drawn otherwise
      for (const face of faces) {
        face.lines.add(line)
        touched.add(face.id)
      }
    }
    // A face that was replaced by an equal one keeps its lines.
    for (const { line, faces } of found) if (!added.has(line)) for (const face of faces) face.lines.add(this.#lines.get(line.arc)!)
    this.#swapLines(removed, added)
    for (const id of touched) delete this.#faces.get(id)?.rings
    return { removed, added: new Set(added.keys()), faces: touched, ...this.#redrawn(past) }
  }

  /** How everything is drawn that the lines given could make to be drawn otherwise: a vertex that comes or goes matters to the arcs whose box holds it. */
  #past(lines: readonly PlacedLine[]): Map<Arc, Uint8Array> {
    const past = new Map<Arc, Uint8Array>()
    for (const line of lines) for (const { arc } of this.#lineTree.search(line)) if (!past.has(arc)) past.set(arc, this.zooms(arc))
    return past
  }

  #redrawn(past: ReadonlyMap<Arc, Uint8Array>): { redrawn: Set<Arc>; before: Map<Arc, Uint8Array> } {
    const redrawn = new Set<Arc>()
    const before = new Map<Arc, Uint8Array>()
    for (const arc of past.keys()) arc.zooms = null
    for (const [arc, zooms] of past) {
      const isHere = this.#lines.has(arc)
      if (isHere && sameBytes(this.zooms(arc), zooms)) continue
      before.set(arc, zooms)
      if (isHere) redrawn.add(arc)
    }
    return { redrawn, before }
  }

  #swapFaces(old: readonly Face[], made: readonly Face[]): void {
    for (const { id } of old) this.#faces.delete(id)
    for (const face of made) this.#faces.set(face.id, face)
    if (made.length + old.length > MOST * this.#faces.size) {
      this.#faceTree = packedTree([...this.#faces.values()].filter(isPlaced))
      return
    }
    for (const face of old) if (isPlaced(face)) this.#faceTree.remove(face)
    for (const face of made) if (isPlaced(face)) this.#faceTree.insert(face)
  }

  #swapLines(removed: ReadonlySet<PlacedLine>, added: ReadonlyMap<PlacedLine, unknown>): void {
    if (removed.size + added.size > MOST * this.#lines.size) {
      this.#lineTree = packedTree([...this.#lines.values()])
      return
    }
    for (const line of removed) this.#lineTree.remove(line)
    for (const line of added.keys()) this.#lineTree.insert(line)
  }

  /** Faces whose box comes within a lattice step of one of these: noding moves by no more. */
  #facesAt(boxes: readonly LatticeBox[], without: ReadonlySet<Face>): Face[] {
    const found = new Set<Face>()
    for (const box of boxes) {
      const { minX, minY, maxX, maxY } = box
      for (const face of this.#faceTree.search({ minX: minX - 2, minY: minY - 2, maxX: maxX + 2, maxY: maxY + 2 })) found.add(face)
    }
    return [...found].filter(face => !without.has(face))
  }

  #generalise(line: PlacedLine): Uint8Array {
    const { arc } = line
    const { points } = arc
    if (points.length <= 4) return new Uint8Array(points.length >> 1)
    const isClosed = points[0] === points[points.length - 2] && points[1] === points[points.length - 1]
    const least = isClosed ? 4 : this.#isPaired(line) ? 3 : 2
    return vertexZooms(worldOf(arc), least, (i, j) => sweepsOver(points, i, j, this.#search))
  }

  readonly #search: VertexSearch = (box, visit) => {
    const { minX, minY, maxX, maxY } = box
    for (const { arc } of this.#lineTree.search(box)) {
      const { points } = arc
      for (let i = 0; i < points.length; i += 2) {
        const [x, y] = [points[i]!, points[i + 1]!]
        if (x >= minX && x <= maxX && y >= minY && y <= maxY && visit(x, y, points, i >> 1)) return true
      }
    }
    return false
  }

  /** Whether another arc around one of its faces has the same ends: drawn straight both would collapse to one line. */
  #isPaired(line: PlacedLine): boolean {
    const ends = endsOf(line.arc)
    const own = facesOf(line)
    const at = { minX: ends[0]!, minY: ends[1]!, maxX: ends[0]!, maxY: ends[1]! }
    return this.#lineTree
      .search(at)
      .some(other => other !== line && endsOf(other.arc).every((value, i) => value === ends[i]) && shareFace(other, line, own))
  }
}

const isPlaced = (face: Face): boolean => face.minX <= face.maxX

const endsOf = ({ points }: Arc): number[] => [points[0]!, points[1]!, points[points.length - 2]!, points[points.length - 1]!]

const facesOf = ({ left, right, extra }: BoundaryLine): string[] => [left, right, ...extra.map(side => side.face)].filter(id => id !== null)

/** The outside counts as a face: two arcs of the rim must not collapse either. */
const shareFace = (a: BoundaryLine, b: BoundaryLine, own: readonly string[]): boolean =>
  facesOf(a).some(id => own.includes(id)) || ((a.left === null || a.right === null) && (b.left === null || b.right === null))

const sameSides = (a: BoundaryLine, b: BoundaryLine): boolean =>
  a.left === b.left &&
  a.right === b.right &&
  a.extra.length === b.extra.length &&
  a.extra.every((side, i) => side.face === b.extra[i]!.face && side.onLeft === b.extra[i]!.onLeft)

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i])
}
