import { geodesicBetween, toLattice } from '../../geo/index.ts'
import type { Zone } from './fence.ts'
import type { FixPoint } from './types.ts'

/**
 * Whether the straight line (in degrees) between two fixes outside of a zone passes through it, and the gap between them is one that the fence looks at: it
 * is cut where it meets edges, and the middle of a piece lies inside.
 */
export function passesThrough(zone: Zone, from: FixPoint, to: FixPoint): boolean {
  const { maxGap } = zone.fence.rule
  if (to.time - from.time > maxGap.seconds * 1000) return false
  const [ax, ay, bx, by] = [toLattice(from.lon), toLattice(from.lat), toLattice(to.lon), toLattice(to.lat)]
  const { edges } = zone.shape
  const cuts: number[] = [0, 1]
  for (let i = 0; i < edges.length; i += 4) {
    const t = cutAt(ax, ay, bx, by, edges[i]!, edges[i + 1]!, edges[i + 2]!, edges[i + 3]!)
    if (t !== undefined) cuts.push(t)
  }
  if (cuts.length === 2) return false
  cuts.sort((a, b) => a - b)
  const isThrough = cuts.some((t, i) => {
    if (i === 0) return false
    const middle = (cuts[i - 1]! + t) / 2
    const [x, y] = [Math.round(ax + middle * (bx - ax)), Math.round(ay + middle * (by - ay))]
    return zone.shape.holds(x, y, 0, 0)
  })
  return isThrough && geodesicBetween(from.lon, from.lat, to.lon, to.lat).metres <= maxGap.metres
}

/** Share of the way from a to b at which it meets the edge from c to d; undefined where it does not, or runs along it. */
function cutAt(ax: number, ay: number, bx: number, by: number, cx: number, cy: number, dx: number, dy: number): number | undefined {
  const [ex, ey, fx, fy] = [bx - ax, by - ay, dx - cx, dy - cy]
  const across = ex * fy - ey * fx
  if (across === 0) return undefined
  const t = ((cx - ax) * fy - (cy - ay) * fx) / across
  const u = ((cx - ax) * ey - (cy - ay) * ex) / across
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? t : undefined
}
