import type { PropertyDef } from '../contract/index.ts'
import { openTable } from './readers/delimited.ts'
import { detect } from './readers/detect.ts'
import { memberSource } from './readers/member-source.ts'
import type { Cell, Table } from './readers/table.ts'
import { openSheet } from './readers/xlsx-table.ts'
import { badImport, shown } from './shown.ts'
import { IMPORT_LIMITS, type ImportOptions, type ImportWarning, type Source, type SourceRow } from './types.ts'

/** Attributes of a table, added to rows whose key matches. */
export interface Join {
  /** Names of the added attributes. */
  readonly columns: readonly string[]
  /** Types that the table declares for them; the others are read from their text. */
  readonly types: ReadonlyMap<string, PropertyDef['type']>
  /** The row with its joined attributes; a row without match comes back as it is and is warned about. Throws bad-import when names clash. */
  apply(row: SourceRow): { row: SourceRow; warning?: ImportWarning }
  /** How many rows of the table matched no row. */
  unused(): number
}

/**
 * Reads the join table (delimited text or the first sheet of a workbook) into memory. Throws bad-import: too large, no such column, a key that occurs twice (which row would be meant?).
 */
export async function openJoin(join: NonNullable<ImportOptions['join']>): Promise<Join> {
  const { source, left, right } = join
  if (source.size > IMPORT_LIMITS.joinBytes) {
    throw badImport(`the join file has ${source.size} bytes; at most ${IMPORT_LIMITS.joinBytes} are allowed`, { rule: 'join-size' })
  }
  const table = await openJoinTable(source)
  const key = table.header.indexOf(right)
  if (key < 0) {
    throw badImport(`${source.name} has no column "${shown(right)}" to join on; it has ${shown(table.header.join(', '))}`, { rule: 'join' })
  }
  const records = new Map<string, readonly Cell[]>()
  let [row, size] = [0, 0]
  for await (const batch of table.records()) {
    for (const cells of batch) {
      keep(records, cells, key, ++row, source.name, table.header.length)
      size += cells.reduce((sum, cell) => sum + (cell?.length ?? 0), 0)
    }
    if (size > IMPORT_LIMITS.joinBytes)
      throw badImport(`the cells of ${source.name} take more than ${IMPORT_LIMITS.joinBytes} bytes`, { rule: 'join-size' })
  }
  const columns = table.header.filter((_, i) => i !== key)
  const used = new Set<string>()
  return {
    columns,
    types: table.types(),
    unused: () => records.size - used.size,
    apply(row) {
      const value = row.properties.get(left)
      const wanted = typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
      const cells = wanted === undefined ? undefined : records.get(wanted)
      if (wanted === undefined || cells === undefined) {
        const detail = `no row of ${source.name} has ${right} = ${wanted === undefined ? 'nothing' : `"${shown(wanted)}"`}`
        return { row, warning: { rule: 'join-no-match', detail, row: row.row } }
      }
      used.add(wanted)
      const properties = new Map(row.properties)
      for (const [i, name] of table.header.entries()) {
        if (i === key) continue
        if (row.properties.has(name))
          throw badImport(`both files have a column "${shown(name)}"; rename it in one of them`, { rule: 'join' })
        if (cells[i] != null) properties.set(name, cells[i])
      }
      return { row: { ...row, properties } }
    },
  }
}

async function openJoinTable(source: Source): Promise<Table> {
  const detected = await detect(source, undefined)
  if (detected.kind === 'choice') throw badImport(`${source.name} holds several files; a join takes one table`, { rule: 'join' })
  if (detected.format === 'xlsx') return openSheet(source, undefined)
  return openTable(detected.member === undefined ? source : memberSource(source, detected.member))
}

function keep(records: Map<string, readonly Cell[]>, cells: readonly Cell[], key: number, row: number, name: string, width: number): void {
  if (cells.length !== width) throw badImport(`row ${row} of ${name} has ${cells.length} cells, its header ${width}`, { rule: 'join', row })
  const value = cells[key] ?? ''
  if (records.has(value)) throw badImport(`the key "${shown(value)}" occurs twice in ${name}, again in row ${row}`, { rule: 'join', row })
  records.set(value, cells)
}
