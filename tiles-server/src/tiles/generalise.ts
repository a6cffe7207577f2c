import type { Geometry, Position } from '../geo/index.ts'
import { FULL_PRECISION_ZOOM, gridSize, latToY, lonToX, simplifyLine, toleranceAt } from '../geo/index.ts'
import type { LiveFeature, Outline } from '../live/index.ts'
import { arcRun, type Box } from './arc-run.ts'
import { type Frame, WGS84 } from './frame.ts'

/**
 * Geometry of one kind, generalised for a zoom and quantised to the global grid of that zoom: integers in [0, gridSize(zoom)], y southward.
 * All tiles of the zoom are cut from these same integers, which is why neighbours share vertices and seams agree.
 */
export interface GridGeometry extends Box {
  /** 1 points, 2 lines, 3 areas: the numbers of the vector tile specification. */
  readonly type: 1 | 2 | 3
  /** Flat x0, y0, x1, y1, ...: all points in one run, a run a line, a run a ring (first vertex not repeated). */
  readonly runs: readonly Int32Array[]
  /** Areas: true where the run is the outer ring that begins a polygon. */
  readonly outer: readonly boolean[]
}

/** From this many positions on the outcome is kept; smaller geometry is cheaper to make again than to keep for every zoom. */
const KEEP_FROM = 32
const kept = { wgs84: new WeakMap<LiveFeature, Kept>(), gcj02: new WeakMap<LiveFeature, Kept>() }
/** By zoom. */
type Kept = (readonly GridGeometry[])[]

/**
 * A feature's geometry for a zoom of a frame, at most one entry a type; empty when nothing is left after quantisation.
 * Features of a coverage are joined from arcs that they share with their neighbours, vertex for vertex; others are simplified alone.
 */
export function generalise(feature: LiveFeature, zoom: number, frame: Frame): readonly GridGeometry[] {
  const { shared } = feature
  if (shared) return shared.kind === 'line' ? arcLines(shared, zoom, frame) : arcAreas(shared, zoom, frame)
  const known = kept[frame.crs].get(feature)?.[zoom]
  if (known) return known
  const grids = make(feature.geometry, zoom, frame)
  if (grids.some(grid => grid.runs.some(run => run.length >= 2 * KEEP_FROM))) {
    const byZoom = kept[frame.crs].get(feature) ?? []
    byZoom[zoom] = grids
    kept[frame.crs].set(feature, byZoom)
  }
  return grids
}

/** Points are floored, so that each lies in exactly one tile, with 0 <= local x, y < 4096. */
export function gridPoint(position: Position, zoom: number, frame: Frame): [x: number, y: number] {
  const size = gridSize(zoom)
  const floor = (world: number): number => Math.min(size - 1, Math.floor(world * size))
  const [lon, lat] = frame.position(position)
  return [floor(lonToX(lon!)), floor(latToY(lat!))]
}

interface Collected {
  readonly points: number[]
  readonly lines: Int32Array[]
  readonly rings: Int32Array[]
  readonly outer: boolean[]
  /** An outer ring that quantisation flattened, in case no other is left. */
  thin?: Int32Array | undefined
}

function arcLines(outline: Outline, zoom: number, frame: Frame): GridGeometry[] {
  const lines = outline.rings.map(chain => arcRun(chain, outline, zoom, false, frame)).filter(run => run.length >= 4)
  return lines.length > 0 ? [bounded(2, lines, [])] : []
}

function arcAreas(outline: Outline, zoom: number, frame: Frame): GridGeometry[] {
  const into = nothingYet()
  for (const polygon of outline.polygons) {
    addPolygon(
      into,
      polygon.map(ring => arcRun(outline.rings[ring]!, outline, zoom, true, frame)),
    )
  }
  return gridsOf(into)
}

function make(geometry: Geometry | null, zoom: number, frame: Frame): GridGeometry[] {
  const into = nothingYet()
  if (geometry) collect(geometry, { zoom, tolerance: toleranceAt(zoom), frame }, into)
  return gridsOf(into)
}

const nothingYet = (): Collected => ({ points: [], lines: [], rings: [], outer: [] })

function gridsOf(into: Collected): GridGeometry[] {
  if (into.rings.length === 0 && into.thin) addTrace(into, into.thin)
  const grids: GridGeometry[] = []
  if (into.points.length > 0) grids.push(bounded(1, [Int32Array.from(into.points)], []))
  if (into.lines.length > 0) grids.push(bounded(2, into.lines, []))
  if (into.rings.length > 0) grids.push(bounded(3, into.rings, into.outer))
  return grids
}

/** How geometry that shares no arcs is drawn. */
interface Drawing {
  readonly zoom: number
  readonly tolerance: number
  readonly frame: Frame
}

function collect(geometry: Geometry, drawing: Drawing, into: Collected): void {
  switch (geometry.type) {
    case 'Point':
      into.points.push(...gridPoint(geometry.coordinates, drawing.zoom, drawing.frame))
      return
    case 'MultiPoint':
      for (const position of geometry.coordinates) into.points.push(...gridPoint(position, drawing.zoom, drawing.frame))
      return
    case 'LineString':
      addLine(into, geometry.coordinates, drawing)
      return
    case 'MultiLineString':
      for (const line of geometry.coordinates) addLine(into, line, drawing)
      return
    case 'Polygon':
      addSimplified(into, geometry.coordinates, drawing)
      return
    case 'MultiPolygon':
      for (const polygon of geometry.coordinates) addSimplified(into, polygon, drawing)
      return
    case 'GeometryCollection':
      for (const part of geometry.geometries) collect(part, drawing, into)
  }
}

function addLine(into: Collected, positions: readonly Position[], drawing: Drawing): void {
  const run = quantise(positions, drawing)
  if (run.length >= 4) into.lines.push(run)
}

function addSimplified(into: Collected, rings: readonly (readonly Position[])[], drawing: Drawing): void {
  addPolygon(
    into,
    rings.map(ring => {
      const run = quantiseRing(ring, drawing)
      // A ring goes only when its own quantised form is empty, not because simplifying flattened it.
      return hasArea(run) || drawing.tolerance === 0 ? run : quantiseRing(ring, { ...drawing, tolerance: 0 })
    }),
  )
}

/** The outer ring and its holes, as far as quantisation leaves them an area. */
function addPolygon(into: Collected, [outer, ...holes]: readonly Int32Array[]): void {
  if (!outer || !hasArea(outer)) {
    into.thin ??= outer
    return
  }
  for (const run of [outer, ...holes.filter(hasArea)]) {
    into.rings.push(run)
    into.outer.push(run === outer)
  }
}

/**
 * An area that quantisation flattened to a line is drawn as a triangle one unit wide along it, so that no unit is lost while its ring has any
 * length; only one that has become a single point is left out.
 */
function addTrace(into: Collected, run: Int32Array): void {
  let [low, high] = [0, 0]
  for (let i = 2; i < run.length; i += 2) {
    if (run[i]! < run[low]! || (run[i] === run[low] && run[i + 1]! < run[low + 1]!)) low = i
    if (run[i]! > run[high]! || (run[i] === run[high] && run[i + 1]! > run[high + 1]!)) high = i
  }
  const [ax, ay, bx, by] = [run[low]!, run[low + 1]!, run[high]!, run[high + 1]!]
  if (ax === bx && ay === by) return
  const isSteep = Math.abs(by - ay) > Math.abs(bx - ax)
  into.rings.push(Int32Array.from([ax, ay, bx, by, isSteep ? ax + 1 : ax, isSteep ? ay : ay + 1]))
  into.outer.push(true)
}

/** Without the closing vertex. */
function quantiseRing(ring: readonly Position[], drawing: Drawing): Int32Array {
  const run = quantise(ring, drawing)
  const last = run.length - 2
  return last >= 2 && run[0] === run[last] && run[1] === run[last + 1] ? run.subarray(0, last) : run
}

/** Simplified, rounded to the grid, runs of equal vertices made one. Every frame shows the vertices that are simplified to in WGS 84. */
function quantise(positions: readonly Position[], { zoom, tolerance, frame }: Drawing): Int32Array {
  const plain = toWorld(positions, WGS84)
  const world = frame === WGS84 ? plain : toWorld(positions, frame)
  const size = gridSize(zoom)
  const indexes = tolerance > 0 && zoom < FULL_PRECISION_ZOOM ? simplifyLine(plain, tolerance) : null
  const count = indexes ? indexes.length : positions.length
  const run = new Int32Array(count * 2)
  let at = 0
  for (let k = 0; k < count; k++) {
    const i = indexes ? indexes[k]! : k
    const x = Math.round(world[2 * i]! * size)
    const y = Math.round(world[2 * i + 1]! * size)
    if (at > 0 && run[at - 2] === x && run[at - 1] === y) continue
    run[at++] = x
    run[at++] = y
  }
  return run.slice(0, at)
}

function toWorld(positions: readonly Position[], frame: Frame): Float64Array {
  const world = new Float64Array(positions.length * 2)
  for (let i = 0; i < positions.length; i++) {
    const [lon, lat] = frame.position(positions[i]!)
    world[2 * i] = lonToX(lon!)
    world[2 * i + 1] = latToY(lat!)
  }
  return world
}

/** Twice the signed area of a ring in grid units, of the first `length` numbers; positive for an outer ring of the vector tile specification (y southward). */
export function doubleArea(run: ArrayLike<number>, length = run.length): number {
  const x0 = run[0]!
  const y0 = run[1]!
  let sum = 0
  for (let i = 2; i + 3 < length; i += 2) sum += (run[i]! - x0) * (run[i + 3]! - y0) - (run[i + 2]! - x0) * (run[i + 1]! - y0)
  return sum
}

const hasArea = (run: Int32Array): boolean => run.length >= 6 && doubleArea(run) !== 0

function bounded(type: 1 | 2 | 3, runs: readonly Int32Array[], outer: readonly boolean[]): GridGeometry {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const run of runs) {
    for (let i = 0; i < run.length; i += 2) {
      minX = Math.min(minX, run[i]!)
      maxX = Math.max(maxX, run[i]!)
      minY = Math.min(minY, run[i + 1]!)
      maxY = Math.max(maxY, run[i + 1]!)
    }
  }
  return { type, runs, outer, minX, minY, maxX, maxY }
}
