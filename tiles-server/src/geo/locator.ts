import { toLattice } from './lattice.ts'
import { latticeRings, pointInRings } from './ring.ts'
import type { Areal, LatticeRing } from './types.ts'

export interface Locator {
  /** The id of the face that contains the point (degrees, WGS 84) by the half-open rule, or null. Where faces overlap, the first given. */
  readonly locate: (lon: number, lat: number) => string | null
}

interface Face {
  readonly rings: readonly LatticeRing[]
  readonly west: number
  readonly south: number
  readonly east: number
  readonly north: number
}

/** A uniform grid of integer cells over the faces; a cell's column and row are exact for every lattice point. */
interface Grid {
  readonly west: number
  readonly south: number
  readonly width: number
  readonly height: number
  readonly columns: number
  readonly rows: number
}

/**
 * Point in many polygons. A cell that lies wholly inside a face answers without an edge test; a cell that edges cross
 * tests the faces it meets, in the order given. Built at once from all faces; the index never changes afterwards.
 */
export function createLocator(faces: Iterable<{ readonly id: string; readonly geometry: Areal }>): Locator {
  const ids: string[] = []
  const shapes: Face[] = []
  for (const { id, geometry } of faces) {
    const shape = faceOf(latticeRings(geometry))
    if (!shape) continue
    ids.push(id)
    shapes.push(shape)
  }
  if (shapes.length === 0) return { locate: () => null }
  const grid = gridFor(shapes)
  const { starts, entries } = fillCells(grid, shapes)
  return {
    locate(lon, lat) {
      const x = toLattice(lon)
      const y = toLattice(lat)
      const column = Math.floor((x - grid.west) / grid.width)
      const row = Math.floor((y - grid.south) / grid.height)
      if (!(column >= 0 && row >= 0 && column < grid.columns && row < grid.rows)) return null
      const cell = row * grid.columns + column
      for (let i = starts[cell]!; i < starts[cell + 1]!; i++) {
        const entry = entries[i]!
        const face = entry >> 1
        if (entry & 1 || pointInRings(x, y, shapes[face]!.rings)) return ids[face]!
      }
      return null
    },
  }
}

function faceOf(rings: LatticeRing[]): Face | undefined {
  if (rings.length === 0) return undefined
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      west = Math.min(west, ring[i]!)
      east = Math.max(east, ring[i]!)
      south = Math.min(south, ring[i + 1]!)
      north = Math.max(north, ring[i + 1]!)
    }
  }
  return { rings, west, south, east, north }
}

/** Cells of a sixth of the mean face, coarser when faces are sparse or very unequal, so that the index stays linear in the number of faces. */
function gridFor(faces: readonly Face[]): Grid {
  let [west, south, east, north, widths, heights] = [Infinity, Infinity, -Infinity, -Infinity, 0, 0]
  for (const face of faces) {
    west = Math.min(west, face.west)
    south = Math.min(south, face.south)
    east = Math.max(east, face.east)
    north = Math.max(north, face.north)
    widths += face.east - face.west
    heights += face.north - face.south
  }
  let width = Math.max(16, Math.ceil(widths / faces.length / 6))
  let height = Math.max(16, Math.ceil(heights / faces.length / 6))
  for (;;) {
    const columns = Math.floor((east - west) / width) + 1
    const rows = Math.floor((north - south) / height) + 1
    const covered = faces.reduce((n, f) => n + ((f.east - f.west) / width + 1) * ((f.north - f.south) / height + 1), 0)
    if (columns * rows <= 1 << 20 && covered <= 1000 + 256 * faces.length) return { west, south, width, height, columns, rows }
    width *= 2
    height *= 2
  }
}

/** For each cell its faces in order: face index times two, plus one where the face covers the whole cell. */
function fillCells(grid: Grid, faces: readonly Face[]): { starts: Uint32Array; entries: Uint32Array } {
  const cells: number[] = []
  const values: number[] = []
  for (const [index, face] of faces.entries()) {
    visitCells(grid, face, (cell, whole) => {
      cells.push(cell)
      values.push(index * 2 + (whole ? 1 : 0))
    })
  }
  const starts = new Uint32Array(grid.columns * grid.rows + 1)
  for (const cell of cells) starts[cell + 1]!++
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  const entries = new Uint32Array(values.length)
  cells.forEach((cell, i) => {
    entries[next[cell]!++] = values[i]!
  })
  return { starts, entries }
}

/** Cells the face's edges may cross, and cells it covers. A run of cells that no edge meets is decided by one point, exactly. */
function visitCells(grid: Grid, face: Face, visit: (cell: number, whole: boolean) => void): void {
  const left = Math.floor((face.west - grid.west) / grid.width)
  const bottom = Math.floor((face.south - grid.south) / grid.height)
  const columns = Math.floor((face.east - grid.west) / grid.width) - left + 1
  const rows = Math.floor((face.north - grid.south) / grid.height) - bottom + 1
  const crossed = new Uint8Array(columns * rows)
  for (const ring of face.rings) markEdges(grid, ring, left, bottom, columns, rows, crossed)
  for (let row = 0; row < rows; row++) {
    let inside: boolean | undefined
    for (let column = 0; column < columns; column++) {
      const cell = (row + bottom) * grid.columns + column + left
      if (crossed[row * columns + column]) {
        inside = undefined
        visit(cell, false)
        continue
      }
      inside ??= pointInRings(grid.west + (column + left) * grid.width, grid.south + (row + bottom) * grid.height, face.rings)
      if (inside) visit(cell, true)
    }
  }
}

/** Marks every cell an edge meets, and one lattice step around it: rounding can only mark too many. */
function markEdges(grid: Grid, ring: LatticeRing, left: number, bottom: number, columns: number, rows: number, crossed: Uint8Array): void {
  const n = ring.length
  for (let i = 0; i < n; i += 2) {
    const j = (i + 2) % n
    const low = ring[i + 1]! <= ring[j + 1]! ? i : j
    const high = low === i ? j : i
    const [ax, ay, bx, by] = [ring[low]!, ring[low + 1]!, ring[high]!, ring[high + 1]!]
    const slope = by === ay ? 0 : (bx - ax) / (by - ay)
    const first = Math.max(0, Math.floor((ay - 1 - grid.south) / grid.height) - bottom)
    const last = Math.min(rows - 1, Math.floor((by + 1 - grid.south) / grid.height) - bottom)
    for (let row = first; row <= last; row++) {
      const from = Math.max(ay, grid.south + (row + bottom) * grid.height)
      const to = Math.min(by, grid.south + (row + bottom + 1) * grid.height)
      const x1 = by === ay ? ax : ax + (from - ay) * slope
      const x2 = by === ay ? bx : ax + (to - ay) * slope
      const start = Math.max(0, Math.floor((Math.min(x1, x2) - 2 - grid.west) / grid.width) - left)
      const end = Math.min(columns - 1, Math.floor((Math.max(x1, x2) + 2 - grid.west) / grid.width) - left)
      for (let column = start; column <= end; column++) crossed[row * columns + column] = 1
    }
  }
}
