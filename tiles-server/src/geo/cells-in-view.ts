import { type CameraView, inView } from './camera-view.ts'
import { type CellRows, columnCentre, columnFrom, columnSteps, rowCentre, rowFrom } from './cell-rows.ts'
import { fromLattice, LATTICE } from './lattice.ts'
import { eastOf, type LocalPlane, lonBetween, northOf, reachBoxes } from './local-plane.ts'
import { hiddenFrom, type Obstacle, touchesObstacle } from './sight-line.ts'
import type { Bbox } from './types.ts'

/** A building near a camera, its bounds in degrees, and how far it is moved to lie where the lines of sight run: beyond the antimeridian by a whole turn. */
export interface NearObstacle {
  readonly obstacle: Obstacle
  readonly box: Bbox
  readonly shift: number
}

/** Where a camera stands, and its height above the ground. */
export interface Eye {
  readonly plane: LocalPlane
  readonly height: number
}

/** Of a cell in the making. */
const IN_VIEW = 1
const HIDDEN = 2

/**
 * The cells a camera sees: their centre is in its view (`inView`, possible views counted) and no building hides a target of `height` metres there. The same
 * as asking for each centre (`hiddenFrom`, a building that the camera touches left out), but a building is held only against what
 * lies between the rays past its corners and not before it.
 */
export function cellsInView(eye: Eye, view: CameraView, height: number, near: readonly NearObstacle[]): CellRows {
  const { lon, lat } = eye.plane
  const windows = reachBoxes(lon, lat, view.range).map(box => new Window(eye.plane, box))
  const obstacles = near.filter(({ obstacle, shift }) => !touchesObstacle(obstacle, lon - shift, lat))
  for (const window of windows) {
    window.look(view)
    for (const each of obstacles) window.hide(eye, height, each)
  }
  return rowsOf(windows)
}

/** The cells of a box around a camera that does not cross the antimeridian. */
class Window {
  readonly first: number
  /** Of each row: where its cells begin in `cells`, its first column and the steps of a column. */
  readonly starts: Int32Array
  readonly columns: Int32Array
  readonly steps: Int32Array
  readonly cells: Uint8Array
  readonly #plane: LocalPlane

  constructor(plane: LocalPlane, [west, south, east, north]: Bbox) {
    this.#plane = plane
    this.first = rowFrom(Math.ceil(south * LATTICE))
    const count = Math.max(0, rowFrom(Math.floor(north * LATTICE) + 1) - this.first)
    this.starts = new Int32Array(count + 1)
    this.columns = new Int32Array(count)
    this.steps = new Int32Array(count)
    for (let i = 0; i < count; i++) {
      const steps = columnSteps(this.first + i)
      this.steps[i] = steps
      this.columns[i] = columnFrom(Math.ceil(west * LATTICE), steps)
      this.starts[i + 1] = this.starts[i]! + Math.max(0, columnFrom(Math.floor(east * LATTICE) + 1, steps) - this.columns[i]!)
    }
    this.cells = new Uint8Array(this.starts[count]!)
  }

  /** Marks what is in a view. */
  look(view: CameraView): void {
    const plane = this.#plane
    for (let i = 0; i < this.columns.length; i++) {
      const dLat = this.#latOf(i) - plane.lat
      for (let at = this.starts[i]!; at < this.starts[i + 1]!; at++) {
        const dLon = this.#dLonOf(i, at)
        if (inView(view, eastOf(plane, dLon, dLat), northOf(plane, dLon, dLat)) !== 0) this.cells[at] = IN_VIEW
      }
    }
  }

  /** Marks what of it a building hides. */
  hide({ plane, height }: Eye, targetHeight: number, near: NearObstacle): void {
    const { obstacle, shift } = near
    const shadow = shadowOf(plane, near)
    const from = { lon: plane.lon - shift, lat: plane.lat, height }
    for (let i = 0; i < this.columns.length; i++) {
      const lat = this.#latOf(i)
      const [west, east] = shadow.at(lat - plane.lat)
      if (!(west <= east)) continue
      const [a, b] = this.#between(i, west, east)
      for (let at = a; at < b; at++) {
        if (this.cells[at] !== IN_VIEW) continue
        const to = { lon: plane.lon + this.#dLonOf(i, at) - shift, lat, height: targetHeight }
        if (hiddenFrom(from, to, obstacle) >= 0) this.cells[at] = HIDDEN
      }
    }
  }

  /** Where in `cells` those of a row between two longitudes (from the camera's) lie, one more on either side. */
  #between(i: number, west: number, east: number): readonly [from: number, to: number] {
    const [start, end, steps] = [this.starts[i]!, this.starts[i + 1]!, this.steps[i]! / LATTICE]
    if (start === end) return [0, 0]
    const origin = this.#dLonOf(i, start)
    return [Math.max(start, start + Math.floor((west - origin) / steps)), Math.min(end, start + Math.ceil((east - origin) / steps) + 1)]
  }

  #latOf = (i: number): number => fromLattice(rowCentre(this.first + i))

  #dLonOf(i: number, at: number): number {
    return lonBetween(this.#plane.lon, fromLattice(columnCentre(this.columns[i]! + at - this.starts[i]!, this.steps[i]!)))
  }
}

/** More than rounding loses, in degrees: a tenth of a millimetre. */
const SLACK = 1e-9

/**
 * What a building can hide, generously: between the rays past its corners and not before its box. Degrees from the camera: `at` gives, for a latitude, the
 * longitudes from west to east; none where west is greater.
 */
function shadowOf({ lon, lat }: LocalPlane, { obstacle, box, shift }: NearObstacle): { at(dLat: number): readonly [number, number] } {
  const [west, south, east, north] = [box[0] + shift - lon, box[1] - lat, box[2] + shift - lon, box[3] - lat]
  const sector = sectorOf(obstacle, lon - shift, lat)
  const least = west > 0 ? west - SLACK : -Infinity
  const most = east < 0 ? east + SLACK : Infinity
  return {
    at(dLat) {
      if ((south > 0 && dLat < south - SLACK) || (north < 0 && dLat > north + SLACK)) return [1, 0]
      let [low, high] = [least, most]
      if (!sector) return [low, high]
      const [rx, ry, lx, ly] = sector
      // Left of the right ray, and right of the left one.
      if (ry > 0) high = Math.min(high, (rx * dLat) / ry)
      else if (ry < 0) low = Math.max(low, (rx * dLat) / ry)
      if (ly > 0) low = Math.max(low, (lx * dLat) / ly)
      else if (ly < 0) high = Math.min(high, (lx * dLat) / ly)
      return [low - SLACK, high + SLACK]
    },
  }
}

/** The rays past a building's outermost corners, the right and the left one; undefined where it reaches around the camera. */
function sectorOf({ rings }: Obstacle, lon: number, lat: number): readonly [rx: number, ry: number, lx: number, ly: number] | undefined {
  let sector: [number, number, number, number] | undefined
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      const [x, y] = [ring[i]! - lon, ring[i + 1]! - lat]
      if (!sector) {
        sector = [x, y, x, y]
        continue
      }
      const [rx, ry, lx, ly] = sector
      if (rx * y - ry * x < 0) [sector[0], sector[1]] = [x, y]
      if (lx * y - ly * x > 0) [sector[2], sector[3]] = [x, y]
    }
  }
  if (!sector) return undefined
  const [rx, ry, lx, ly] = sector
  const holdsAll = rings.every(ring => {
    for (let i = 0; i < ring.length; i += 2) {
      const [x, y] = [ring[i]! - lon, ring[i + 1]! - lat]
      if (rx * y - ry * x < 0 || lx * y - ly * x > 0) return false
    }
    return true
  })
  return holdsAll && rx * ly - ry * lx > 0 ? sector : undefined
}

function rowsOf(windows: readonly Window[]): CellRows {
  const first = Math.min(...windows.map(window => window.first))
  const count = Math.max(...windows.map(window => window.first - first + window.columns.length))
  const starts = new Int32Array(count + 1)
  const runs: number[] = []
  for (let i = 0; i < count; i++) {
    starts[i] = runs.length
    // West comes first: runs are in order.
    for (const window of [...windows].reverse()) pushRuns(window, i + first - window.first, runs)
  }
  starts[count] = runs.length
  return { first, starts, runs: Int32Array.from(runs) }
}

function pushRuns({ starts, columns, cells }: Window, i: number, runs: number[]): void {
  if (!(i >= 0 && i < columns.length)) return
  const shift = columns[i]! - starts[i]!
  for (let at = starts[i]!; at < starts[i + 1]!; at++) {
    if (cells[at] !== IN_VIEW) continue
    const from = at
    while (at < starts[i + 1]! && cells[at] === IN_VIEW) at++
    runs.push(from + shift, at + shift)
  }
}
