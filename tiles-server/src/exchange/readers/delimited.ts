import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import { badImport, shown } from '../shown.ts'
import { IMPORT_LIMITS, type Source } from '../types.ts'
import { sniffDelimiter } from './delimiter.ts'
import { decoded, detectEncoding } from './encoding.ts'
import { type Cell, checkHeader, Quoting, type Table } from './table.ts'

const HEAD = 64 * 1024
const BATCH = 1000

/** Opens a delimited text: encoding and delimiter are found out, the header is read. Throws bad-import. */
export async function openTable(source: Source): Promise<Table> {
  const encoding = await detectEncoding(source)
  const head = await firstText(decoded(source, encoding), HEAD)
  if (head.trim() === '') throw badImport(`${source.name} is empty`, { rule: 'empty' })
  const delimiter = sniffDelimiter(head)
  let header: string[] | undefined
  for await (const batch of parsed(source, encoding, delimiter, new Quoting())) {
    header = checkHeader(batch[0]!)
    break
  }
  if (header === undefined) throw badImport(`${source.name} has no header`, { rule: 'empty' })
  const names = header
  let seen: Quoting | undefined
  return {
    encoding,
    delimiter,
    header: names,
    types: () => seen?.types(names) ?? new Map(),
    async *records() {
      // Where everything is quoted, an empty cell is as empty as anywhere; that is known from the second reading on.
      const quotedEmpty = seen?.someBare !== false
      const quoting = new Quoting()
      for await (const batch of withoutHeader(parsed(source, encoding, delimiter, quoting)))
        yield quotedEmpty ? batch : batch.map(cells => cells.map(cell => cell || null))
      seen = quoting
    },
  }
}

async function firstText(pieces: AsyncIterable<string>, length: number): Promise<string> {
  let text = ''
  for await (const piece of pieces) {
    text += piece
    if (text.length >= length) break
  }
  return text.slice(0, length)
}

async function* parsed(
  source: Source,
  encoding: Parameters<typeof decoded>[1],
  delimiter: string,
  quoting: Quoting,
): AsyncGenerator<Cell[][]> {
  const input = Readable.from(decoded(source, encoding), { objectMode: true })
  const parser = parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: IMPORT_LIMITS.rowBytes,
    raw: true, // tells which cells were quoted; the parser's own way (cast) takes ten times as long
  })
  input.once('error', error => parser.destroy(error))
  input.pipe(parser)
  let batch: Cell[][] = []
  try {
    let isHeader = true
    for await (const { record, raw } of parser as AsyncIterable<{ record: string[]; raw: string }>) {
      batch.push(cellsOf(record, raw, delimiter, isHeader ? undefined : quoting))
      isHeader = false
      if (batch.length < BATCH) continue
      yield batch
      batch = []
    }
  } catch (error) {
    throw error instanceof CsvError ? tableError(source, error, parser.info.lines, parser.info.records) : error
  } finally {
    input.destroy()
    parser.destroy()
  }
  if (batch.length > 0) yield batch
}

/** Cells of a record, and how they are written in its raw text. */
function cellsOf(record: readonly string[], raw: string, delimiter: string, quoting: Quoting | undefined): Cell[] {
  const someQuoted = raw.includes('"')
  let at = someQuoted ? raw.search(/[^\r\n]/) : 0 // skipped empty lines come first
  return record.map((text, column) => {
    const isQuoted = someQuoted && raw[at] === '"'
    at += text.length + delimiter.length + (isQuoted ? 2 + text.split('"').length - 1 : 0)
    if (text === '') return isQuoted ? '' : null
    quoting?.see(column, text, isQuoted)
    return text
  })
}

function tableError(source: Source, error: CsvError, line: number, records: number): Error {
  const rule = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'truncated' : error.code === 'CSV_MAX_RECORD_SIZE' ? 'row-size' : 'csv'
  const reason =
    rule === 'truncated'
      ? 'a quoted field is not closed'
      : rule === 'row-size'
        ? `a row is longer than ${IMPORT_LIMITS.rowBytes} characters`
        : shown(error.message)
  return badImport(`${source.name}: ${reason}, in row ${Math.max(records, 1)} before line ${line}`, {
    rule,
    row: Math.max(records, 1),
    line,
  })
}

async function* withoutHeader(batches: AsyncIterable<Cell[][]>): AsyncGenerator<Cell[][]> {
  let first = true
  for await (const batch of batches) {
    const rest = first ? batch.slice(1) : batch
    first = false
    if (rest.length > 0) yield rest
  }
}
