import { type HalfArc, stitchRings } from './arc-stitching.ts'
import type { Arc, ArcRings, BoundaryLine } from './topology-types.ts'

/** A group that an arc bounds. */
interface Claim {
  readonly name: string
  /** The group lies on the left of the arc in its canonical direction. */
  readonly onLeft: boolean
}

/**
 * The groups that a boundary line bounds: those on one of its sides only. In overlapping input a group may claim an arc several times: an odd count bounds.
 * `nameOf`: the group of a face; undefined = none.
 */
export function claimsOf({ left, right, extra }: BoundaryLine, nameOf: (face: string) => string | undefined): Claim[] {
  const name = (face: string | null): string | undefined => (face === null ? undefined : nameOf(face))
  const [l, r] = [name(left), name(right)]
  if (extra.length === 0) {
    if (l === r) return []
    const found: Claim[] = []
    if (l !== undefined) found.push({ name: l, onLeft: true })
    if (r !== undefined) found.push({ name: r, onLeft: false })
    return found
  }
  const odd = new Map<string, boolean>()
  const count = (group: string | undefined, onLeft: boolean): void => {
    if (group === undefined) return
    if (!odd.delete(group)) odd.set(group, onLeft)
  }
  count(l, true)
  count(r, false)
  for (const { face, onLeft } of extra) count(name(face), onLeft)
  return [...odd].map(([group, onLeft]) => ({ name: group, onLeft }))
}

/** The rings that arcs form around what lies on their `onLeft` side. */
export function ringsAround(arcs: Iterable<{ readonly arc: Arc; readonly onLeft: boolean }>): ArcRings {
  const numbers = new Map<string, number>()
  const number = (x: number, y: number): number => {
    const key = `${x} ${y}`
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, numbers.size)
    return numbers.size - 1
  }
  const halves: HalfArc[] = []
  for (const { arc, onLeft } of arcs) {
    const { points } = arc
    const start = number(points[0]!, points[1]!)
    const end = number(points[points.length - 2]!, points[points.length - 1]!)
    halves.push(onLeft ? { arc, reversed: false, start, end } : { arc, reversed: true, start: end, end: start })
  }
  return stitchRings(halves)
}
