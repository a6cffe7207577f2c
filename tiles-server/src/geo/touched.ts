import { EXTENT } from './tile.ts'

/** Geometry quantised to the global grid of a zoom, as tiles draw it; runs of areas are rings whose first vertex is not repeated. */
export interface DrawnRuns {
  readonly type: 2 | 3
  /** Flat x0, y0, x1, y1, ... in [0, 4096 * 2^zoom]. */
  readonly runs: readonly Int32Array[]
}

/** Takes the tiles found, each possibly more than once; false stops the search. */
export type TileSink = (x: number, y: number) => boolean

/** Flat x0, y0, x1, y1 of each segment, lower end first. */
type Segments = readonly number[]

/**
 * The tiles of one zoom that look different after a line or an area changed from `before` to `after` (undefined: not there).
 * Segments in both cancel, as a multiset; the others bound the difference. A tile is touched when such a segment meets it, `buffer` grid
 * units included, or when it lies wholly inside the difference (even-odd over the remaining segments; areas only).
 *
 * @returns the remaining segments' box in grid units [minX, minY, maxX, maxY], or null when nothing differs
 */
export function touchedTiles(
  before: DrawnRuns | undefined,
  after: DrawnRuns | undefined,
  zoom: number,
  buffer: number,
  sink: TileSink,
): [number, number, number, number] | null {
  const segments = difference(before, after)
  if (segments.length === 0) return null
  const last = 2 ** zoom - 1
  if (alongSegments(segments, last, buffer, sink) && (before ?? after)!.type === 3) inside(segments, last, sink)
  return boxOf(segments)
}

function difference(before: DrawnRuns | undefined, after: DrawnRuns | undefined): Segments {
  const bag = new SegmentBag()
  addRuns(before, -1, bag)
  addRuns(after, 1, bag)
  return bag.uncancelled()
}

function addRuns(drawn: DrawnRuns | undefined, step: 1 | -1, bag: SegmentBag): void {
  for (const run of drawn?.runs ?? []) {
    for (let i = drawn!.type === 3 ? 0 : 2; i < run.length; i += 2) {
      const j = i === 0 ? run.length - 2 : i - 2
      const [ax, ay, bx, by] = [run[j]!, run[j + 1]!, run[i]!, run[i + 1]!]
      if (ax < bx || (ax === bx && ay <= by)) bag.add(ax, ay, bx, by, step)
      else bag.add(bx, by, ax, ay, step)
    }
  }
}

/** A multiset of segments with signed counts, in flat arrays: an outline has tens of thousands and is compared at every zoom. */
class SegmentBag {
  readonly #segments: number[] = []
  readonly #counts: number[] = []
  /** Hash -> newest segment of that hash; #next leads to the older ones. */
  readonly #heads = new Map<number, number>()
  readonly #next: number[] = []

  add(ax: number, ay: number, bx: number, by: number, step: number): void {
    const s = this.#segments
    const hash = Math.imul(ax, 73856093) ^ Math.imul(ay, 19349663) ^ Math.imul(bx, 83492791) ^ Math.imul(by, 49979693)
    const head = this.#heads.get(hash) ?? -1
    for (let k = head; k >= 0; k = this.#next[k]!) {
      const i = 4 * k
      if (s[i] !== ax || s[i + 1] !== ay || s[i + 2] !== bx || s[i + 3] !== by) continue
      this.#counts[k]! += step
      return
    }
    this.#heads.set(hash, this.#counts.length)
    this.#next.push(head)
    this.#counts.push(step)
    s.push(ax, ay, bx, by)
  }

  uncancelled(): number[] {
    const out: number[] = []
    this.#counts.forEach((count, k) => {
      for (let n = Math.abs(count); n > 0; n--) out.push(...this.#segments.slice(4 * k, 4 * k + 4))
    })
    return out
  }
}

/** Column by column: the part of the segment over the column, buffer included, tells the rows. */
function alongSegments(segments: Segments, last: number, buffer: number, sink: TileSink): boolean {
  const cell = (value: number): number => Math.max(0, Math.min(last, Math.floor(value / EXTENT)))
  for (let i = 0; i < segments.length; i += 4) {
    const [ax, ay, bx, by] = [segments[i]!, segments[i + 1]!, segments[i + 2]!, segments[i + 3]!]
    for (let x = cell(ax - buffer); x <= cell(bx + buffer); x++) {
      const from = Math.max(ax, x * EXTENT - buffer)
      const to = Math.min(bx, (x + 1) * EXTENT + buffer)
      const y1 = bx > ax ? ay + ((by - ay) * (from - ax)) / (bx - ax) : ay
      const y2 = bx > ax ? ay + ((by - ay) * (to - ax)) / (bx - ax) : by
      for (let y = cell(Math.min(y1, y2) - buffer); y <= cell(Math.max(y1, y2) + buffer); y++) if (!sink(x, y)) return false
    }
  }
  return true
}

/** Tiles whose centre lies inside. One that no segment meets is wholly inside then; the others are known already. */
function inside(segments: Segments, last: number, sink: TileSink): boolean {
  const rows = new Map<number, number[]>()
  for (let i = 0; i < segments.length; i += 4) {
    const [ax, ay, bx, by] = [segments[i]!, segments[i + 1]!, segments[i + 2]!, segments[i + 3]!]
    const low = Math.min(ay, by)
    const high = Math.max(ay, by)
    for (let row = Math.max(0, Math.floor(low / EXTENT)); row <= Math.min(last, Math.floor(high / EXTENT)); row++) {
      const y = (row + 0.5) * EXTENT
      if (ay > y === by > y) continue
      const crossings = rows.get(row) ?? []
      crossings.push(ax + ((bx - ax) * (y - ay)) / (by - ay))
      rows.set(row, crossings)
    }
  }
  for (const [row, crossings] of rows) {
    crossings.sort((a, b) => a - b)
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const from = Math.max(0, Math.ceil(crossings[k]! / EXTENT - 0.5))
      const to = Math.min(last, Math.floor(crossings[k + 1]! / EXTENT - 0.5))
      for (let x = from; x <= to; x++) if (!sink(x, row)) return false
    }
  }
  return true
}

function boxOf(segments: Segments): [number, number, number, number] {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let i = 0; i < segments.length; i += 2) {
    minX = Math.min(minX, segments[i]!)
    maxX = Math.max(maxX, segments[i]!)
    minY = Math.min(minY, segments[i + 1]!)
    maxY = Math.max(maxY, segments[i + 1]!)
  }
  return [minX, minY, maxX, maxY]
}
