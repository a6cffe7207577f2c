/** Easting and northing, or longitude and latitude. */
export type Xy = [number, number]

type Ring = Xy[]
type Box = readonly [number, number, number, number]

/**
 * Polygons of RFC 7946 (outer ring counter-clockwise, holes clockwise, section 3.1.6) from the rings of a Shapefile polygon, whose outer rings
 * are clockwise and whose holes lie in any order (ESRI, "Shapefile Technical Description", 1998, page 8). A hole goes to the smallest outer
 * ring around it; one that lies in none was written the wrong way round and stands for itself.
 */
export function polygonsOfRings(rings: readonly Ring[]): Ring[][] {
  if (rings.length === 1) return [[turned(rings[0]!, true)]]
  const measured = rings.map(ring => ({ ring, area: signedArea(ring), box: boxOf(ring), holes: [] as Ring[] }))
  const isHole = (area: number): boolean => area > 0
  const outers = measured.filter(({ area }) => !isHole(area))
  const bySize = outers.toSorted((a, b) => Math.abs(a.area) - Math.abs(b.area))
  const alone: typeof measured = []
  for (const hole of measured) {
    if (!isHole(hole.area)) continue
    const around = bySize.find(outer => boxInside(hole.box, outer.box) && ringInside(hole.ring, outer.ring))
    if (around === undefined) alone.push(hole)
    else around.holes.push(turned(hole.ring, false))
  }
  return [...outers, ...alone].map(({ ring, holes }) => [turned(ring, true), ...holes])
}

/** Twice the area is not needed: only its sign and order are. Relative to the first position, for precision. Positive: counter-clockwise. */
export function signedArea(ring: Ring): number {
  const [x0, y0] = ring[0] ?? [0, 0]
  let sum = 0
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!
    const [bx, by] = ring[i]!
    sum += (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
  }
  return sum / 2
}

const turned = (ring: Ring, counterClockwise: boolean): Ring => {
  const area = signedArea(ring)
  return area === 0 || area > 0 === counterClockwise ? ring : ring.toReversed()
}

function boxOf(ring: Ring): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of ring) {
    if (x < west) west = x
    if (x > east) east = x
    if (y < south) south = y
    if (y > north) north = y
  }
  return [west, south, east, north]
}

const boxInside = (inner: Box, outer: Box): boolean =>
  inner[0] >= outer[0] && inner[1] >= outer[1] && inner[2] <= outer[2] && inner[3] <= outer[3]

/** Decided by the first vertex of the hole that is not on the outer ring; a hole that touches with every vertex is inside. */
function ringInside(hole: Ring, outer: Ring): boolean {
  for (const position of hole) {
    const side = sideOf(position, outer)
    if (side !== 0) return side > 0
  }
  return true
}

/** 1 inside, -1 outside, 0 on the ring. */
function sideOf([x, y]: Xy, ring: Ring): number {
  let inside = false
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = ring[i - 1]!
    const [bx, by] = ring[i]!
    const cross = (bx - ax) * (y - ay) - (x - ax) * (by - ay)
    if (cross === 0 && Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by)) return 0
    if (ay > y !== by > y && cross > 0 === by > ay) inside = !inside
  }
  return inside ? 1 : -1
}
