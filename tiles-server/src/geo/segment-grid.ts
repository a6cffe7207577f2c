/** Segments in any plane, flat by coordinate. */
export interface Segments {
  readonly count: number
  readonly ax: ArrayLike<number>
  readonly ay: ArrayLike<number>
  readonly bx: ArrayLike<number>
  readonly by: ArrayLike<number>
}

/** Which segments may meet which cell: a superset, never a miss. */
export interface SegmentGrid {
  /** Segments that may come within `pad` of the point. */
  around(x: number, y: number): Uint32Array
  /**
   * Visits every pair of segments that share a cell (a pair may come more than once). Answers false when more than `budget` pairs
   * would have to be looked at: the work is bounded whatever the input.
   */
  pairs(budget: number, visit: (i: number, j: number) => void): boolean
}

interface Frame {
  readonly west: number
  readonly south: number
  readonly width: number
  readonly height: number
  readonly columns: number
  readonly rows: number
}

/** A uniform grid with cells of about two mean segments, so that entries stay linear in the number of segments. */
export function segmentGrid(segments: Segments, pad = 0): SegmentGrid {
  const frame = frameOf(segments, pad)
  const starts = new Uint32Array(frame.columns * frame.rows + 1)
  eachCell(segments, frame, pad, cell => {
    starts[cell + 1]!++
  })
  for (let i = 1; i < starts.length; i++) starts[i]! += starts[i - 1]!
  const entries = new Uint32Array(starts[starts.length - 1]!)
  const next = starts.slice()
  eachCell(segments, frame, pad, (cell, segment) => {
    entries[next[cell]!++] = segment
  })
  return {
    around(x, y) {
      const column = Math.floor((x - frame.west) / frame.width)
      const row = Math.floor((y - frame.south) / frame.height)
      if (!(column >= 0 && row >= 0 && column < frame.columns && row < frame.rows)) return new Uint32Array(0)
      const cell = row * frame.columns + column
      return entries.subarray(starts[cell], starts[cell + 1])
    },
    pairs(budget, visit) {
      let left = budget
      for (let cell = 0; cell + 1 < starts.length; cell++) {
        const start = starts[cell]!
        const end = starts[cell + 1]!
        left -= ((end - start) * (end - start - 1)) / 2
        if (left < 0) return false
        for (let i = start; i < end; i++) for (let j = i + 1; j < end; j++) visit(entries[i]!, entries[j]!)
      }
      return true
    },
  }
}

function frameOf({ count, ax, ay, bx, by }: Segments, pad: number): Frame {
  let [west, south, east, north, dx, dy] = [Infinity, Infinity, -Infinity, -Infinity, 0, 0]
  for (let i = 0; i < count; i++) {
    west = Math.min(west, ax[i]!, bx[i]!)
    east = Math.max(east, ax[i]!, bx[i]!)
    south = Math.min(south, ay[i]!, by[i]!)
    north = Math.max(north, ay[i]!, by[i]!)
    dx += Math.abs(ax[i]! - bx[i]!)
    dy += Math.abs(ay[i]! - by[i]!)
  }
  if (count === 0) return { west: 0, south: 0, width: 1, height: 1, columns: 1, rows: 1 }
  const most = Math.ceil(Math.sqrt(count))
  const width = Math.max((2 * dx) / count, (east - west) / most, 4 * pad) || 1
  const height = Math.max((2 * dy) / count, (north - south) / most, 4 * pad) || 1
  const frame = { west: west - 2 * pad, south: south - 2 * pad, width, height }
  return {
    ...frame,
    columns: Math.floor((east - frame.west + 2 * pad) / width) + 2,
    rows: Math.floor((north - frame.south + 2 * pad) / height) + 2,
  }
}

/** Every cell a segment meets, row by row, widened by `pad` and a millionth of a cell so that rounding never loses one. */
function eachCell({ count, ax, ay, bx, by }: Segments, frame: Frame, pad: number, visit: (cell: number, segment: number) => void): void {
  const { west, south, width, height, columns, rows } = frame
  const padX = pad + width * 1e-6
  const padY = pad + height * 1e-6
  for (let i = 0; i < count; i++) {
    const up = ay[i]! <= by[i]!
    const [lx, ly, hx, hy] = up ? [ax[i]!, ay[i]!, bx[i]!, by[i]!] : [bx[i]!, by[i]!, ax[i]!, ay[i]!]
    const slope = hy === ly ? 0 : (hx - lx) / (hy - ly)
    const first = Math.max(0, Math.floor((ly - padY - south) / height))
    const last = Math.min(rows - 1, Math.floor((hy + padY - south) / height))
    for (let row = first; row <= last; row++) {
      const flat = hy === ly || first === last
      const x1 = flat ? lx : lx + (clamp(south + row * height - padY, ly, hy) - ly) * slope
      const x2 = flat ? hx : lx + (clamp(south + (row + 1) * height + padY, ly, hy) - ly) * slope
      const start = Math.max(0, Math.floor((Math.min(x1, x2) - padX - west) / width))
      const end = Math.min(columns - 1, Math.floor((Math.max(x1, x2) + padX - west) / width))
      for (let column = start; column <= end; column++) visit(row * columns + column, i)
    }
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high)
