import type { Point } from './frame.ts'

interface Cell<T> {
  readonly points: Point[]
  readonly values: T[]
}

/** Points with a value each, found by place: a hash of square cells. */
export class PointIndex<T> {
  private readonly cells = new Map<number, Cell<T>>()
  constructor(private readonly cell: number) {}

  add(p: Point, value: T): void {
    const key = this.key(Math.floor(p[0] / this.cell), Math.floor(p[1] / this.cell))
    const cell = this.cells.get(key)
    if (cell) {
      cell.points.push(p)
      cell.values.push(value)
    } else this.cells.set(key, { points: [p], values: [value] })
  }

  /** The nearest entry within `reach` metres that passes the test. */
  nearest(p: Point, reach: number, test?: (value: T) => boolean): { p: Point; value: T; distance: number } | null {
    let found: Cell<T> | null = null
    let at = -1
    let limit = reach * reach
    const east = Math.floor((p[0] + reach) / this.cell)
    const north = Math.floor((p[1] + reach) / this.cell)
    for (let cx = Math.floor((p[0] - reach) / this.cell); cx <= east; cx++)
      for (let cy = Math.floor((p[1] - reach) / this.cell); cy <= north; cy++) {
        const cell = this.cells.get(this.key(cx, cy))
        if (!cell) continue
        for (let i = 0; i < cell.points.length; i++) {
          const q = cell.points[i]!
          const d2 = (q[0] - p[0]) * (q[0] - p[0]) + (q[1] - p[1]) * (q[1] - p[1])
          if (d2 > limit || (test && !test(cell.values[i]!))) continue
          limit = d2
          found = cell
          at = i
        }
      }
    return found ? { p: found.points[at]!, value: found.values[at]!, distance: Math.sqrt(limit) } : null
  }

  private key(cx: number, cy: number): number {
    return (cx + 4096) * 16384 + cy + 4096
  }
}
