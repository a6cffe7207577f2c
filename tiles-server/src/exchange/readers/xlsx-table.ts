import { badImport } from '../shown.ts'
import type { Source } from '../types.ts'
import type { TableCell } from './parse/job.ts'
import { parseSource } from './parser-thread.ts'
import { type Cell, checkHeader, Quoting, type Table } from './table.ts'

type Row = readonly (TableCell | null)[]

/**
 * A sheet of a workbook as a table, the first one unless `entry` names another; its first row with content is the header. Numbers and logicals are
 * bare cells, texts quoted ones. Throws bad-import.
 */
export async function openSheet(source: Source, entry: string | undefined): Promise<Table> {
  const rows = () => parseSource<Row>(source, { format: 'xlsx', member: undefined, entry })
  let header: string[] | undefined
  for await (const batch of rows()) {
    header = checkHeader(batch[0]!.map(cell => cell?.text ?? null))
    break
  }
  if (header === undefined) throw badImport(`${source.name} has an empty sheet`, { rule: 'empty' })
  const names = header
  let seen = new Quoting()
  return {
    encoding: 'utf-8',
    header: names,
    types: () => seen.types(names),
    async *records() {
      const quoting = new Quoting()
      let isHeader = true
      for await (const batch of rows()) {
        const records = (isHeader ? batch.slice(1) : batch).map(row => row.map((cell, i) => cellText(cell, i, quoting)))
        isHeader = false
        if (records.length > 0) yield records
      }
      seen = quoting
    },
  }
}

function cellText(cell: TableCell | null, column: number, quoting: Quoting): Cell {
  if (cell === null) return null
  quoting.see(column, cell.text, !cell.bare)
  return cell.text
}
