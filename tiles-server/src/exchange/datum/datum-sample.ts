import { type Random, seededRandom } from '../../kernel/index.ts'
import type { SourceRow } from '../types.ts'

/** A row as the suspicion of a wrong datum needs it. */
export interface SampledRow {
  /** The middle of what the geometry spans, as the file has it: x, y. */
  readonly at: readonly [number, number]
  /** Attributes that can name a unit, by column. */
  readonly values: ReadonlyMap<string, string>
}

const SIZE = 1000
const COLUMNS = 64
const LETTERS = 100
const POSITIONS = 1000

/** About a thousand rows of a source, each as likely as any other, the same for the same source (reservoir sampling, Vitter's algorithm R). */
export class RowSample {
  readonly rows: SampledRow[] = []
  private readonly random: Random = seededRandom(1)
  private seen = 0

  add(batch: readonly SourceRow[]): void {
    for (const row of batch) {
      if (row.problem !== undefined || typeof row.geometry !== 'object' || row.geometry === null) continue
      this.seen++
      const place = this.rows.length < SIZE ? this.rows.length : Math.floor(this.random() * this.seen)
      if (place >= SIZE) continue
      const at = middleOf(row.geometry)
      if (at === undefined) this.seen--
      else this.rows[place] = { at, values: valuesOf(row.properties) }
    }
  }
}

/** Copies what is short: a value may be cut out of a text of megabytes, which must not stay in memory for it. */
function valuesOf(properties: ReadonlyMap<string, unknown>): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  let columns = 0
  for (const [name, value] of properties) {
    if (++columns > COLUMNS) break
    const text = typeof value === 'string' ? value.slice(0, LETTERS + 1).trim() : typeof value === 'number' ? String(value) : ''
    if (text !== '' && text.length <= LETTERS) values.set(name, text)
  }
  return values
}

/** The middle of the box around the first thousand positions; undefined when there is none. */
function middleOf(geometry: object): [number, number] | undefined {
  let [west, south, east, north, left] = [Infinity, Infinity, -Infinity, -Infinity, POSITIONS]
  const visit = (value: unknown): void => {
    if (!Array.isArray(value) || left <= 0) return
    const [x, y] = value as unknown[]
    if (typeof x !== 'number' || typeof y !== 'number') {
      for (const part of value) visit(part)
      return
    }
    left--
    if (!Number.isFinite(x) || !Number.isFinite(y)) return
    ;[west, east] = [Math.min(west, x), Math.max(east, x)]
    ;[south, north] = [Math.min(south, y), Math.max(north, y)]
  }
  const { coordinates, geometries } = geometry as { coordinates?: unknown; geometries?: unknown }
  visit(coordinates)
  if (Array.isArray(geometries)) for (const part of geometries) visit((part as { coordinates?: unknown } | null)?.coordinates)
  return west <= east ? [(west + east) / 2, (south + north) / 2] : undefined
}
