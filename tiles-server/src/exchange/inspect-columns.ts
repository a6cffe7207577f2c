import type { IdSource, InspectedColumn } from '../contract/index.ts'
import { SchemaInference } from './schema.ts'
import { shown } from './shown.ts'
import type { Reader, SourceInfo, SourceRow } from './types.ts'

const SAMPLES = 5
/** Rows in which ids are compared, and columns that may hold them: the memory of an inspection is bounded. */
const COMPARED_ROWS = 200_000
const CANDIDATES = 12
const ID_NAMES = /(^|[^a-z])(id|uuid|code|gid|fid|key|no)$|编号|编码|代码|标识|objectid|geoid/i

/** Row counters that programs add; they do not survive the next export. */
const COUNTERS = /^(ogc_)?fid(_\d+)?$|^gid$|^objectid(_\d+)?$/i

/** What the attributes of a source look like, and which could be its ids. */
export class ColumnSurvey {
  readonly #inference: SchemaInference
  readonly #seen = new Map<string, { samples: Set<string>; filled: number; values: Set<unknown> | null }>()
  readonly #featureIds = new Set<unknown>()
  #rows = 0
  #withId = 0

  /** `joined`: attributes whose values come from a table and are text. */
  constructor(reader: Reader, joined: readonly string[]) {
    const fromTable = new Set(joined)
    this.#inference = new SchemaInference(name => reader.textual || fromTable.has(name))
  }

  add(rows: readonly SourceRow[]): void {
    for (const row of rows) {
      this.#rows++
      if (row.id !== undefined && row.id !== null) {
        this.#withId++
        if (this.#rows <= COMPARED_ROWS) this.#featureIds.add(row.id)
      }
      for (const [name, value] of row.properties) this.#see(name, value)
    }
  }

  #see(name: string, value: unknown): void {
    this.#inference.add(name, value)
    let column = this.#seen.get(name)
    if (column === undefined) {
      const isCandidate = this.#rows === 1 && this.#seen.size < 200
      column = { samples: new Set(), filled: 0, values: isCandidate ? new Set() : null }
      this.#seen.set(name, column)
    }
    if (value === null || value === undefined || value === '') return
    column.filled++
    if (column.samples.size < SAMPLES) column.samples.add(shown(value))
    if (column.values === null || this.#rows > COMPARED_ROWS) return
    if (typeof value === 'object' || column.values.has(value)) column.values = null
    else column.values.add(value)
  }

  /** `declared`: types that the source itself states. */
  columns(declared: SourceInfo['types'] = new Map()): InspectedColumn[] {
    return this.#inference.properties(declared).map(({ name, type }) => {
      const { samples, filled } = this.#seen.get(name)!
      return { name, type, samples: [...samples], empty: this.#rows - filled }
    })
  }

  /** Ids of the features first, then unique columns of whole numbers or text: those with the name of an id, others, row counters; then row numbers. */
  ids(): IdSource[] {
    const unique = this.columns().filter(
      ({ name, type }) =>
        (type === 'string' || type === 'integer') && this.#seen.get(name)!.values !== null && this.#seen.get(name)!.filled === this.#rows,
    )
    const rank = ({ name }: InspectedColumn): number => (COUNTERS.test(name) ? 2 : ID_NAMES.test(name) ? 0 : 1)
    const ranked = [...unique].sort((a, b) => rank(a) - rank(b))
    const column = ({ name }: InspectedColumn) => ({ choice: 'column' as const, column: name, unique: true })
    const compared = Math.min(this.#rows, COMPARED_ROWS)
    const own =
      this.#withId === this.#rows && this.#rows > 0 ? [{ choice: 'feature-id' as const, unique: this.#featureIds.size === compared }] : []
    const found = [...own, ...ranked.map(column)].slice(0, CANDIDATES)
    return [...found, { choice: 'row-number', unique: true }]
  }
}
