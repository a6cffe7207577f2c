import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { badImport, shown } from '../../shown.ts'
import type { RowProblem, SourceRow } from '../../types.ts'
import { IMPORT_LIMITS } from '../../types.ts'
import { failed, problemRow } from '../json-value.ts'
import { extractMembers, memberHead, type ZipMember, zipMembers } from '../zip.ts'
import { type DbfField, type DbfHeader, declaredTypes, isReadable, namedFields, readDbfHeader, readRecord } from './dbf.ts'
import { encodingOfCpg, sniffEncoding, type TextDecoding, textDecoding } from './dbf-encoding.ts'
import { FileBytes } from './file-bytes.ts'
import type { Container, ContainerInfo, SourceEntry } from './job.ts'
import { readShape, ShapeProblem, shapeKind } from './shp.ts'

const PARTS = ['shp', 'dbf', 'prj', 'cpg', 'shx'] as const
type Part = (typeof PARTS)[number]
type ShapeSet = Partial<Record<Part, ZipMember>>
type Warning = ContainerInfo['warnings'][number]

/** The Shapefiles of a zip, each an entry by its file name. Throws bad-import. */
export async function openShapefiles(zip: string, folder: string): Promise<Container> {
  const sets = shapeSets(await zipMembers(zip))
  const entries: SourceEntry[] = []
  for (const [name, set] of sets) {
    const head = await memberHead(zip, set.shp!.name, 100)
    const geometry = head.length === 100 ? shapeKind(head.readInt32LE(32)) : undefined
    const rows = set.shx === undefined || set.shx.size < 100 ? undefined : Math.floor((set.shx.size - 100) / 8)
    entries.push({ name, ...(geometry && { geometry }), ...(rows !== undefined && { rows }) })
  }
  let info: ContainerInfo | undefined
  return {
    entries,
    async *rows(entry) {
      const set = sets.get(entry.name)!
      const path = (part: Part): string => join(folder, part)
      const present = PARTS.filter(part => set[part] !== undefined && part !== 'shx')
      await extractMembers(zip, new Map(present.map(part => [set[part]!.name, path(part)])))
      const text = (part: Part): string | undefined =>
        set[part] === undefined ? undefined : readFileSync(path(part), 'latin1').slice(0, 10_000)
      info = yield* readSet(path('shp'), set.dbf && path('dbf'), text('prj'), text('cpg'))
    },
    info: () => info!,
    close: () => undefined,
  }
}

/** Sets of files with the same name in the same folder, any case; a name that two folders hold is told with its folder. */
function shapeSets(members: readonly ZipMember[]): Map<string, ShapeSet> {
  const sets = new Map<string, ShapeSet>()
  for (const member of members) {
    const [, stem, ending] = /^(.*)\.([a-z]{3})$/i.exec(member.name) ?? []
    const part = PARTS.find(known => known === ending?.toLowerCase())
    if (part !== undefined) sets.set(stem!.toLowerCase(), { [part]: member, ...sets.get(stem!.toLowerCase()) })
  }
  const shapes = [...sets.values()].filter(set => set.shp !== undefined)
  if (shapes.length === 0) throw badImport('the zip has no .shp file', { rule: 'zip' })
  const long = (set: ShapeSet): string => set.shp!.name.slice(0, -4)
  const short = (set: ShapeSet): string => long(set).split('/').at(-1)!
  const unique = (set: ShapeSet): boolean => shapes.filter(other => short(other) === short(set)).length === 1
  return new Map(shapes.map(set => [unique(set) ? short(set) : long(set), set]))
}

function* readSet(
  shp: string,
  dbf: string | undefined,
  prj: string | undefined,
  cpg: string | undefined,
): Generator<SourceRow, ContainerInfo> {
  const warnings: Warning[] = []
  const table = dbf === undefined ? undefined : new DbfTable(dbf, cpg, warnings)
  if (table === undefined) warnings.push({ rule: 'dbf', detail: 'there is no .dbf beside the .shp: the shapes have no attributes' })
  const shapes = new FileBytes(shp)
  try {
    const end = readShpHeader(shapes)
    let [row, deleted] = [0, 0]
    while (shapes.at < end) {
      const shape = nextShape(shapes, end, row + deleted + 1)
      const record = table?.next()
      if (record === 'deleted') deleted++
      else yield rowOf(++row, shape, record)
    }
    if (deleted > 0) warnings.push({ rule: 'dbf', detail: `${deleted} rows are marked as deleted in the .dbf and were left out` })
    if (table !== undefined && table.header.records !== row + deleted) {
      warnings.push({
        rule: 'dbf',
        detail: `the .shp has ${row + deleted} shapes, the .dbf ${table.header.records} rows; they were paired in order`,
      })
    }
  } finally {
    shapes.close()
    table?.close()
  }
  const crs = crsOf(prj, warnings)
  return { encoding: table?.text.name ?? 'utf-8', ...(crs && { crs }), ...(table && { types: table.types }), warnings }
}

/** Answers where the shapes end. */
function readShpHeader(file: FileBytes): number {
  const header = file.read(100)
  if (header === undefined || header.readInt32BE(0) !== 9994)
    throw badImport('the .shp does not begin with the header of a Shapefile', { rule: 'shp', byte: 0 })
  const end = header.readInt32BE(24) * 2
  if (end > file.size) throw badImport(`the .shp is truncated: it has ${file.size} bytes, its header says ${end}`, { rule: 'truncated' })
  return end < 100 ? file.size : end
}

function nextShape(file: FileBytes, end: number, number: number): Buffer | RowProblem {
  const at = file.at
  const length = (file.read(8)?.readInt32BE(4) ?? -1) * 2
  if (length < 0 || file.at + length > end) {
    throw badImport(`the .shp is broken at byte ${at}: record ${number} has ${length} bytes, ${end - at - 8} are left`, {
      rule: 'shp',
      byte: at,
      row: number,
    })
  }
  if (length <= IMPORT_LIMITS.rowBytes) return file.read(length)!
  file.at += length
  return { rule: 'row-size', value: String(length), detail: `the shape has ${length} bytes; at most ${IMPORT_LIMITS.rowBytes} are allowed` }
}

function rowOf(row: number, shape: Buffer | RowProblem, record: Map<string, unknown> | RowProblem | undefined): SourceRow {
  if (!Buffer.isBuffer(shape)) return problemRow(row, shape)
  if (record !== undefined && !(record instanceof Map)) return problemRow(row, record)
  try {
    return { row, geometry: readShape(shape), properties: record ?? new Map<string, unknown>() }
  } catch (error) {
    if (error instanceof ShapeProblem) return failed(row, 'shape', '', `the shape cannot be read: ${error.message}`)
    throw error
  }
}

/** The attributes beside the shapes, row by row. */
class DbfTable {
  readonly header: DbfHeader
  readonly text: TextDecoding
  readonly types: ReturnType<typeof declaredTypes>
  private readonly fields: readonly DbfField[]
  private readonly file: FileBytes
  private left: number

  constructor(path: string, cpg: string | undefined, warnings: Warning[]) {
    this.file = new FileBytes(path)
    this.header = readDbfHeader(this.file)
    const named = cpg === undefined ? undefined : encodingOfCpg(cpg)
    if (cpg !== undefined && named === undefined)
      warnings.push({ rule: 'encoding', detail: `the .cpg names "${shown(cpg.trim())}", which is no known encoding` })
    this.text = textDecoding(named ?? sniffEncoding(this.file, this.header))
    if (named === undefined && this.text.name === 'gb18030')
      warnings.push({ rule: 'encoding', detail: 'the .dbf is not UTF-8 and no .cpg names its encoding: it was read as GB18030' })
    this.fields = namedFields(this.header, this.text)
    this.types = declaredTypes(this.fields.filter(field => isReadable(field.kind)))
    for (const { name, kind } of this.fields)
      if (!isReadable(kind))
        warnings.push({ rule: 'dbf', detail: `column "${shown(name)}" is of type ${shown(kind)}, which is not read; it was left out` })
    this.file.at = this.header.headerLength
    this.left = this.header.records
  }

  /** The next row; an empty one when the table has fewer rows than there are shapes. */
  next(): Map<string, unknown> | RowProblem | 'deleted' {
    if (this.left-- <= 0) return new Map()
    const record = this.file.read(this.header.recordLength)
    if (record === undefined)
      throw badImport(`the .dbf is truncated: ${this.left + 1} of ${this.header.records} rows are missing`, { rule: 'truncated' })
    return record[0] === 0x2a ? 'deleted' : readRecord(record, this.fields, this.text)
  }

  close(): void {
    this.file.close()
  }
}

/** The .prj as it is, when it looks like a coordinate system at all. */
function crsOf(prj: string | undefined, warnings: Warning[]): string | undefined {
  const text = prj?.replace(/^\u00ef\u00bb\u00bf/, '').trim()
  if (text !== undefined && /^(PROJCS|GEOGCS|PROJCRS|GEOGCRS|GEODCRS|COMPD_CS|COMPOUNDCRS|BOUNDCRS)\s*\[[\s\S]*\]$/i.test(text)) return text
  const state =
    text === undefined ? 'there is no .prj beside the .shp' : `the .prj is no well-known text of a coordinate system: "${shown(text)}"`
  warnings.push({ rule: 'crs', detail: `${state}; WGS 84 is assumed unless crs is given` })
  return undefined
}
