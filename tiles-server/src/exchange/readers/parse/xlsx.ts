import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DOMParser } from '@xmldom/xmldom'
import { readSheet } from 'read-excel-file/universal'
import { badImport } from '../../shown.ts'
import { extractMembers, zipMembers } from '../zip.ts'
import type { Container, ContainerInfo, TableCell } from './job.ts'
import { storedZip } from './stored-zip.ts'

const LIMITS = { xmlBytes: 256 * 2 ** 20, rows: 1_048_576, cells: 20_000_000 } as const

/** A number or logical as text, to be told from cells of text. */
class Bare {
  constructor(readonly text: string) {}
}

/** The sheets of a workbook, each an entry; rows are lists of cells. Throws bad-import or what the library throws. */
export async function openXlsx(path: string, folder: string): Promise<Container> {
  const contents = await unpack(path, folder)
  const workbook = contents.find(([name]) => name.toLowerCase() === 'xl/workbook.xml')
  if (workbook === undefined) throw badImport('the zip is no workbook: it has no xl/workbook.xml', { rule: 'format' })
  const document = new DOMParser({ onError: () => undefined }).parseFromString(workbook[1].toString('utf8'), 'text/xml')
  const names = [...document.getElementsByTagNameNS('*', 'sheet')].map(sheet => sheet.getAttribute('name') ?? '')
  for (const [name, bytes] of contents) if (/\/worksheets\//i.test(name)) checkExtent(bytes.toString('latin1'))
  // Packed anew from what was unpacked within bounds: another unzipper could find another directory in the same bytes.
  const zip = storedZip(contents)
  return {
    entries: names.map(name => ({ name })),
    firstByDefault: true,
    async *rows(entry) {
      const bytes = zip.buffer.slice(zip.byteOffset, zip.byteOffset + zip.length) as ArrayBuffer
      const rows = await readSheet(bytes, entry.name, { trim: false, parseNumber: text => new Bare(numberText(text)) })
      for (const row of rows as unknown[][]) if (row.some(cell => cell !== null)) yield row.map(cellOf)
    },
    info: (): ContainerInfo => ({ encoding: 'utf-8', warnings: [] }),
    close: () => undefined,
  }
}

/** The library fills a sheet up to its last row and column: one cell in a corner would take all memory. */
function checkExtent(xml: string): void {
  let [rows, columns] = [0, 1]
  for (const [, letters, digits] of xml.matchAll(/\br\s*=\s*["']([A-Z]{0,9})(\d{1,16})["']/g)) {
    rows = Math.max(rows, Number(digits))
    columns = Math.max(
      columns,
      [...letters!].reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0),
    )
  }
  if (rows <= LIMITS.rows && rows * columns <= LIMITS.cells) return
  throw badImport(`a sheet reaches to row ${rows} and column ${columns}; at most ${LIMITS.cells} cells are allowed`, { rule: 'size' })
}

/** The XML of a workbook. */
async function unpack(path: string, folder: string): Promise<[string, Buffer][]> {
  const parts = (await zipMembers(path)).filter(({ name }) => /\.xml(\.rels)?$/i.test(name))
  const bytes = parts.reduce((sum, { size }) => sum + size, 0)
  if (bytes > LIMITS.xmlBytes)
    throw badImport(`the workbook unpacks to ${bytes} bytes; at most ${LIMITS.xmlBytes} are allowed`, { rule: 'zip', value: bytes })
  const file = (i: number): string => join(folder, `part${i}`)
  await extractMembers(path, new Map(parts.map(({ name }, i) => [name, file(i)])))
  return parts.map(({ name }, i) => [name, readFileSync(file(i))])
}

/** Files hold 5 also as 5.0 or 5E0. */
function numberText(text: string): string {
  const value = Number(text)
  return text.trim() !== '' && Number.isFinite(value) ? String(value) : text
}

function cellOf(cell: unknown): TableCell | null {
  if (cell === null || cell === undefined) return null
  if (cell instanceof Bare) return { text: cell.text, bare: true }
  if (cell instanceof Date) return { text: dateText(cell), bare: false }
  return typeof cell === 'string' ? { text: cell, bare: false } : { text: String(cell === true), bare: true }
}

/** A sheet's times have no time zone. */
const dateText = (date: Date): string =>
  date
    .toISOString()
    .replace(/T00:00:00\.000Z$/, '')
    .replace(/(\.000)?Z$/, '')
