import gcoord from 'gcoord'
import type { MapCrs } from '../contract/index.ts'
import { type Arc, type Bbox, fromLattice, latToY, lonToX, type Position, worldOf, xToLon, yToLat } from '../geo/index.ts'

/**
 * Where things lie on a map. What is stored, searched, simplified and told is WGS 84; a frame moves it vertex by vertex when it is drawn.
 * World coordinates are web mercator's [0, 1] (geo/mercator.ts) of the frame.
 */
export interface Frame {
  readonly crs: MapCrs
  /** A position in degrees WGS 84, in degrees of the frame. */
  position(position: Position): Position
  /** The vertices of an arc in world coordinates, flat x, y. */
  arc(arc: Arc): Float64Array
  /** World coordinates of WGS 84 moved to those of the frame. */
  world(x: number, y: number): readonly [x: number, y: number]
  /** A box of WGS 84 that holds every position drawn in the box given; degrees. */
  source(drawn: Bbox): Bbox
  /** A box of the frame that holds the drawing of every position in the box given; degrees. Tighter when looked at in `parts` x `parts` pieces. */
  image(box: Bbox, parts?: number): Bbox
}

export const WGS84: Frame = {
  crs: 'wgs84',
  position: position => position,
  arc: worldOf,
  world: (x, y) => [x, y],
  source: drawn => drawn,
  image: box => box,
}

const arcs = new WeakMap<Arc, Float64Array>()

export const GCJ02: Frame = {
  crs: 'gcj02',
  position: shifted,
  arc(arc) {
    const known = arcs.get(arc)
    if (known) return known
    const world = shiftedWorld(arc.points)
    arcs.set(arc, world)
    return world
  },
  world(x, y) {
    const [lon, lat] = shifted([xToLon(x), yToLat(y)])
    return [lonToX(lon), latToY(lat)]
  },
  source: drawn => moved(drawn, -1),
  image: (box, parts = 1) =>
    pieces(box, parts)
      .map(piece => moved(piece, 1))
      .reduce(unionOf),
}

export const frameOf = (crs: MapCrs): Frame => (crs === 'gcj02' ? GCJ02 : WGS84)

/** Of the positions shifted last, where they were moved: a change looks at the same ones at every zoom, and gcoord takes microseconds for each. */
const SLOTS = 1 << 15
const recent = new Float64Array(4 * SLOTS).fill(Number.NaN)

function shifted([lon, lat]: Position): [lon: number, lat: number] {
  const slot = 4 * ((Math.imul(lon! * 1e7, 73856093) ^ Math.imul(lat! * 1e7, 19349663)) >>> 17)
  if (recent[slot] === lon && recent[slot + 1] === lat) return [recent[slot + 2]!, recent[slot + 3]!]
  const moved = gcoord.transform<[number, number]>([lon!, lat!], gcoord.WGS84, gcoord.GCJ02)
  recent[slot] = lon!
  recent[slot + 1] = lat!
  recent[slot + 2] = moved[0]
  recent[slot + 3] = moved[1]
  return moved
}

function shiftedWorld(points: Int32Array): Float64Array {
  const world = new Float64Array(points.length)
  for (let i = 0; i < points.length; i += 2) {
    const [lon, lat] = shifted([fromLattice(points[i]!), fromLattice(points[i + 1]!)])
    world[i] = lonToX(lon)
    world[i + 1] = latToY(lat)
  }
  return world
}

/** gcoord shifts within this box alone; at its edge the shift sets in at once. */
const CHINA: Bbox = [72.004, 0.8293, 137.8347, 55.8271]
/** No shift is larger, degrees. Measured: -0.0002 to 0.0108 east, -0.0041 to 0.0030 north. */
const FARTHEST = 0.012
/** Between two positions the shift differs by less than this much of their distance (measured: 0.0075) and a decimetre for the formula's square roots. */
const STEEPEST = 0.01
const DECIMETRE = 1e-6
/** Boxes wider than this, in degrees, are padded by the largest shift; smaller ones are moved by the shift at their middle. */
const WIDE = 1

function moved(box: Bbox, direction: 1 | -1): Bbox {
  const far = padded(box, FARTHEST)
  if (isApart(far, CHINA)) return box
  const [west, south, east, north] = box
  if (!isWithin(far, CHINA) || east - west > WIDE || north - south > WIDE) return far
  const middle: [number, number] = [(west + east) / 2, (south + north) / 2]
  const [dx, dy] = direction > 0 ? shiftAt(middle) : backAt(middle)
  return padded([west + dx, south + dy, east + dx, north + dy], (STEEPEST * (east - west + north - south)) / 2 + 2 * DECIMETRE)
}

function shiftAt(at: [number, number]): [number, number] {
  const [lon, lat] = shifted(at)
  return [lon - at[0], lat - at[1]]
}

/** The way back, to a decimetre: the shift where it leads from. */
function backAt(at: [number, number]): [number, number] {
  const [dx, dy] = shiftAt(at)
  const [backX, backY] = shiftAt([at[0] - dx, at[1] - dy])
  return [-backX, -backY]
}

function pieces([west, south, east, north]: Bbox, parts: number): Bbox[] {
  const at = (from: number, to: number, i: number): number => (i === parts ? to : from + ((to - from) * i) / parts)
  return Array.from({ length: parts * parts }, (_, k): Bbox => {
    const [i, j] = [k % parts, Math.floor(k / parts)]
    return [at(west, east, i), at(south, north, j), at(west, east, i + 1), at(south, north, j + 1)]
  })
}

const padded = ([west, south, east, north]: Bbox, by: number): Bbox => [west - by, south - by, east + by, north + by]
const isApart = (a: Bbox, b: Bbox): boolean => a[2] < b[0] || a[0] > b[2] || a[3] < b[1] || a[1] > b[3]
const isWithin = (a: Bbox, b: Bbox): boolean => a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3]
const unionOf = (a: Bbox, b: Bbox): Bbox => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])]
