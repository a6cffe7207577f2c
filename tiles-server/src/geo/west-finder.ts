import { orient } from './orient.ts'
import type { SegmentTable } from './segment-table.ts'

type Segments = Pick<SegmentTable, 'xs' | 'ys' | 'count' | 'from' | 'to'>

/**
 * Finds the nearest segment straight west of a vertex that lies on none of them, among noded segments; a segment counts from its lower end
 * (included) to its upper end. Exact. Segments are kept in bands of latitude, so that a search looks at a few of them.
 */
export function westFinder(segments: Segments): (x: number, y: number) => number | undefined {
  const bands = bandsOf(segments)
  return (x, y) => {
    let best: number | undefined
    for (const s of bands(y)) {
      const [lx, ly, hx, hy] = lowToHigh(segments, s)
      if (ly > y || hy <= y || orient(lx, ly, hx, hy, x, y) >= 0) continue
      if (best === undefined || isFurtherEast(lowToHigh(segments, s), lowToHigh(segments, best), y)) best = s
    }
    return best
  }
}

/** Whether the segment runs upwards from its `from` end. */
export const risesForward = ({ ys, from, to }: Segments, s: number): boolean => ys[from[s]!]! < ys[to[s]!]!

type Ends = readonly [number, number, number, number]

function lowToHigh(segments: Segments, s: number): Ends {
  const { xs, ys, from, to } = segments
  const [a, b] = risesForward(segments, s) ? [from[s]!, to[s]!] : [to[s]!, from[s]!]
  return [xs[a]!, ys[a]!, xs[b]!, ys[b]!]
}

/** At height y, or just above it where both start in one vertex. */
function isFurtherEast(a: Ends, b: Ends, y: number): boolean {
  const [alx, aly, ahx, ahy, blx, bly, bhx, bhy] = [...a, ...b].map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  const [aHeight, bHeight, at] = [ahy - aly, bhy - bly, BigInt(y)]
  const apart = (alx * aHeight + (at - aly) * (ahx - alx)) * bHeight - (blx * bHeight + (at - bly) * (bhx - blx)) * aHeight
  return apart === 0n ? (ahx - alx) * bHeight > (bhx - blx) * aHeight : apart > 0n
}

/** Segments by band of latitude, as runs of one list; there are never more than eight entries for each segment. */
function bandsOf({ ys, count, from, to }: Segments): (y: number) => Uint32Array {
  let [south, north] = [Infinity, -Infinity]
  for (let s = 0; s < count; s++) {
    south = Math.min(south, ys[from[s]!]!, ys[to[s]!]!)
    north = Math.max(north, ys[from[s]!]!, ys[to[s]!]!)
  }
  let rows = Math.max(1, Math.min(4096, count >> 2))
  const bandAt = (y: number): number => Math.min(rows - 1, Math.max(0, Math.floor(((y - south) / (north - south + 1)) * rows)))
  const span = (s: number): [number, number] => {
    const [a, b] = [bandAt(ys[from[s]!]!), bandAt(ys[to[s]!]!)]
    return a <= b ? [a, b] : [b, a]
  }
  const entriesNeeded = (): number => {
    let sum = 0
    for (let s = 0; s < count; s++) {
      const [first, last] = span(s)
      sum += last - first + 1
    }
    return sum
  }
  while (rows > 1 && entriesNeeded() > 8 * count) rows >>= 1
  const starts = new Uint32Array(rows + 1)
  const each = (visit: (band: number, s: number) => void): void => {
    for (let s = 0; s < count; s++) {
      const [first, last] = span(s)
      for (let band = first; band <= last; band++) visit(band, s)
    }
  }
  each(band => {
    starts[band + 1]!++
  })
  for (let i = 1; i <= rows; i++) starts[i]! += starts[i - 1]!
  const next = starts.slice()
  const entries = new Uint32Array(starts[rows]!)
  each((band, s) => {
    entries[next[band]!++] = s
  })
  return y => entries.subarray(starts[bandAt(y)], starts[bandAt(y) + 1])
}
