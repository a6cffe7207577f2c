import { orient } from './orient.ts'

/** Calls `visit` for the vertices of a coverage that lie in a closed lattice box, until it answers true; answers whether it did. */
export type VertexSearch = (
  box: { readonly minX: number; readonly minY: number; readonly maxX: number; readonly maxY: number },
  visit: (x: number, y: number, points: Int32Array, position: number) => boolean,
) => boolean

/**
 * Whether drawing vertices i..j of an arc as one straight line sweeps over another vertex of the coverage, or comes to lie on one.
 * The two ends of the chord do not count; ends that coincide always do.
 */
export function sweepsOver(points: Int32Array, i: number, j: number, search: VertexSearch): boolean {
  const [ax, ay, bx, by] = [points[2 * i]!, points[2 * i + 1]!, points[2 * j]!, points[2 * j + 1]!]
  if (ax === bx && ay === by) return true
  const box = { minX: ax, minY: ay, maxX: ax, maxY: ay }
  for (let k = i + 1; k <= j; k++) {
    box.minX = Math.min(box.minX, points[2 * k]!)
    box.maxX = Math.max(box.maxX, points[2 * k]!)
    box.minY = Math.min(box.minY, points[2 * k + 1]!)
    box.maxY = Math.max(box.maxY, points[2 * k + 1]!)
  }
  return search(box, (x, y, owner, position) => {
    if (owner === points && position >= i && position <= j) return false
    if ((x === ax && y === ay) || (x === bx && y === by)) return false
    return isSwept(points, i, j, x, y)
  })
}

/** Whether the point lies between the stretch i..j and its chord, or on the chord: winding number of the closed line is not zero. */
function isSwept(points: Int32Array, i: number, j: number, x: number, y: number): boolean {
  const [ax, ay, bx, by] = [points[2 * j]!, points[2 * j + 1]!, points[2 * i]!, points[2 * i + 1]!]
  const withinChord = Math.min(ax, bx) <= x && x <= Math.max(ax, bx) && Math.min(ay, by) <= y && y <= Math.max(ay, by)
  if (withinChord && orient(ax, ay, bx, by, x, y) === 0) return true
  let winding = turns(ax, ay, bx, by, x, y)
  for (let k = i; k < j; k++) winding += turns(points[2 * k]!, points[2 * k + 1]!, points[2 * k + 2]!, points[2 * k + 3]!, x, y)
  return winding !== 0
}

function turns(ax: number, ay: number, bx: number, by: number, x: number, y: number): number {
  if (ay <= y) return by > y && orient(ax, ay, bx, by, x, y) > 0 ? 1 : 0
  return by <= y && orient(ax, ay, bx, by, x, y) < 0 ? -1 : 0
}
