import type { Geometry, MultiPolygon, Polygon, Position } from 'geojson'

/** Integer vertices of 1e-7 degree, as this oracle reads them from GeoJSON by itself. */
export type Ring = readonly (readonly [x: number, y: number])[]

const step = (degrees: number): number => Math.round(degrees * 1e7)

export function ringsOf(geometry: Geometry): Ring[] {
  if (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon') throw new Error(`not an area: ${geometry.type}`)
  const lists: Position[][] = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
  return lists.map(ring => ring.slice(0, -1).map(p => [step(p[0]!), step(p[1]!)] as const))
}

/**
 * The judge of "inside", sharing neither code nor method with geo/: the half-open rule says the same as moving every point by an infinitely small
 * (e, e^2), after which no point is on any edge. A vertical ray then decides (geo/ goes sideways): an edge counts when it spans x + e and passes above.
 * Exact: integers below 2^26 apart keep every product below 2^53.
 */
export function isInside(x: number, y: number, rings: readonly Ring[]): boolean {
  let odd = false
  for (const ring of rings) {
    let a = ring[ring.length - 1]!
    for (const b of ring) {
      if (a[0] > x !== b[0] > x && passesAbove(x, y, a, b)) odd = !odd
      a = b
    }
  }
  return odd
}

function passesAbove(x: number, y: number, p: Ring[number], q: Ring[number]): boolean {
  const [a, b] = p[0] < q[0] ? [p, q] : [q, p]
  const turn = (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])
  // On the edge itself: the move to the right puts the point above a falling edge and below a rising one, the smaller move up decides on a level one.
  return turn !== 0 ? turn < 0 : b[1] > a[1]
}

export interface JudgedFace {
  readonly id: string
  readonly rings: readonly Ring[]
}

/** Faces by plain buckets of their bounding boxes: which can contain a point at all. Nothing is decided here. */
export function bucketFaces(faces: readonly { id: string; geometry: Polygon | MultiPolygon }[], side = 20_000) {
  const buckets = new Map<string, JudgedFace[]>()
  const judged = faces.map(face => ({ id: face.id, rings: ringsOf(face.geometry) }))
  for (const face of judged) {
    const box = bounds(face.rings)
    const [west, south, east, north] = box.map(value => Math.floor(value / side)) as [number, number, number, number]
    for (let column = west; column <= east; column++) {
      for (let row = south; row <= north; row++) {
        const key = `${column}/${row}`
        const list = buckets.get(key)
        if (list) list.push(face)
        else buckets.set(key, [face])
      }
    }
  }
  const near = (x: number, y: number): readonly JudgedFace[] => buckets.get(`${Math.floor(x / side)}/${Math.floor(y / side)}`) ?? []
  return { judged, near }
}

/** West, south, east, north in lattice steps. */
export function bounds(rings: readonly Ring[]): [number, number, number, number] {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of rings.flat()) {
    box[0] = Math.min(box[0], x)
    box[1] = Math.min(box[1], y)
    box[2] = Math.max(box[2], x)
    box[3] = Math.max(box[3], y)
  }
  return box
}
