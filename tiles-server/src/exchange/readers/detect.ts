import { badImport, shown } from '../shown.ts'
import type { Format, Source } from '../types.ts'
import type { SourceEntry } from './parse/job.ts'
import { headOf } from './source.ts'
import { spool } from './spool.ts'
import { memberHead, type ZipMember, zipMembers } from './zip.ts'

const HEAD = 1024 * 1024

/** What a source is: its format, and in a zip the file that is meant, or the files of which one has to be chosen. */
export type Detected =
  | { readonly kind: 'file'; readonly format: Format; readonly member?: ZipMember }
  | { readonly kind: 'choice'; readonly files: readonly SourceEntry[] }

/**
 * Finds out what a source is by its first bytes, in a zip by its files, and only then by its name. `member`: the file of a zip that is meant.
 * Throws bad-import when it is nothing that can be read.
 */
export async function detect(source: Source, format: Format | undefined, member?: string): Promise<Detected> {
  const head = await headOf(source, HEAD)
  if (head[0] === 0x50 && head[1] === 0x4b && (head[2] === 3 || head[2] === 5)) return lookInside(source, format, member)
  return { kind: 'file', format: format ?? formatOf(source.name, head) }
}

function formatOf(name: string, head: Uint8Array): Format {
  const starts = (...bytes: number[]): boolean => bytes.every((byte, i) => head[i] === byte)
  if (Buffer.from(head.subarray(0, 16)).toString('latin1') === 'SQLite format 3\0') return 'geopackage'
  if (starts(0x66, 0x67, 0x62)) return 'flatgeobuf'
  if (starts(0, 0, 0x27, 0x0a))
    throw badImport(`${name} is one file of a Shapefile; send a zip of its .shp, .dbf, .prj and .cpg`, { rule: 'format' })
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) throw badImport(`${name} is an old Excel file (.xls); save it as .xlsx or CSV`, { rule: 'format' })
  const text = textOf(head).trimStart()
  if (/^<(\?xml\b[^>]*>\s*<)?(Response|Notify)\b/.test(text) && /<CmdType>\s*Catalog\s*</.test(text)) return 'gb28181'
  if (/^<(\?xml|kml|!--|!doctype kml)/i.test(text)) return 'kml'
  return /^[{[]\s*(["{}\]]|$)/.test(text) ? jsonFormat(name, text) : textFormat(name, text)
}

function textOf(head: Uint8Array): string {
  const utf16 = head[0] === 0xff && head[1] === 0xfe ? 'utf-16le' : head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : undefined
  return new TextDecoder(utf16 ?? 'utf-8').decode(head)
}

function jsonFormat(name: string, text: string): Format {
  if (/\.topojson$/i.test(name)) return 'topojson'
  if (/\.(ndjson|jsonl|geojsonl|geojsonseq)$/i.test(name)) return 'ndjson'
  const types = /"type"\s*:\s*"(Topology|FeatureCollection|Feature)"/.exec(text)
  if (types?.[1] === 'Topology') return 'topojson'
  if (/\.geojson$/i.test(name)) return 'geojson'
  const line = text.slice(0, text.indexOf('\n') + 1)
  return isWholeJson(line) && text.slice(line.length).trim() !== '' ? 'ndjson' : 'geojson'
}

function textFormat(name: string, text: string): Format {
  if (text.startsWith('\u001e') || /\.(ndjson|jsonl|geojsonl|geojsonseq)$/i.test(name)) return 'ndjson'
  return text.startsWith('{') || text.startsWith('[') || /\.geojson$/i.test(name) ? 'geojson' : 'csv'
}

function isWholeJson(line: string): boolean {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

const ENDINGS: Readonly<Record<string, Format | 'json'>> = {
  geojson: 'geojson',
  json: 'json',
  topojson: 'topojson',
  ndjson: 'ndjson',
  jsonl: 'ndjson',
  geojsonl: 'ndjson',
  geojsonseq: 'ndjson',
  csv: 'csv',
  tsv: 'csv',
  tab: 'csv',
  kml: 'kml',
  gpkg: 'geopackage',
  fgb: 'flatgeobuf',
}

const endingOf = (name: string): string => /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''

async function lookInside(source: Source, format: Format | undefined, member: string | undefined): Promise<Detected> {
  const copy = await spool(source)
  try {
    const members = await zipMembers(copy.path)
    const whole = wholeZip(members)
    if (whole !== undefined && (format === undefined || format === whole)) return { kind: 'file', format: whole }
    const found = chooseMember(source, readableMembers(members, format), members, member)
    if (Array.isArray(found)) return { kind: 'choice', files: found.map(({ name }) => ({ name })) }
    const kind = ENDINGS[endingOf(found.name)]
    const known = format ?? (kind === undefined || kind === 'json' ? undefined : kind)
    return { kind: 'file', format: known ?? formatOf(found.name, await memberHead(copy.path, found.name, HEAD)), member: found }
  } finally {
    await copy.dispose()
  }
}

/** Formats that are a zip as a whole. */
function wholeZip(members: readonly ZipMember[]): 'xlsx' | 'shapefile' | undefined {
  if (members.some(({ name }) => name.toLowerCase() === 'xl/workbook.xml')) return 'xlsx'
  return members.some(({ name }) => endingOf(name) === 'shp') ? 'shapefile' : undefined
}

function readableMembers(members: readonly ZipMember[], format: Format | undefined): ZipMember[] {
  const readable = members.filter(({ name }) => {
    const kind = ENDINGS[endingOf(name)]
    if (kind === undefined || format === undefined) return kind !== undefined
    return kind === format || (kind === 'json' && ['geojson', 'topojson', 'ndjson'].includes(format))
  })
  const texts = members.filter(({ name }) => endingOf(name) === 'txt')
  return readable.length === 0 && texts.length === 1 && (format ?? 'csv') === 'csv' ? texts : readable
}

/** In a KMZ the document is doc.kml, or the only KML at its root (OGC 12-007r2, annex C). */
function chooseMember(
  source: Source,
  readable: readonly ZipMember[],
  all: readonly ZipMember[],
  wanted: string | undefined,
): ZipMember | ZipMember[] {
  if (readable.length === 0) {
    const names = all.map(({ name }) => name).join(', ')
    throw badImport(`the zip ${source.name} has no file that can be read; it has ${shown(names) || 'none at all'}`, { rule: 'zip' })
  }
  if (readable.length === 1) return readable[0]!
  const named = readable.find(({ name }) => name === wanted)
  if (named !== undefined) return named
  const root = readable.filter(({ name }) => !name.includes('/') && endingOf(name) === 'kml')
  const isKmz = /\.kmz$/i.test(source.name) || readable.every(({ name }) => endingOf(name) === 'kml')
  const main = isKmz ? (root.find(({ name }) => name.toLowerCase() === 'doc.kml') ?? (root.length === 1 ? root[0] : undefined)) : undefined
  return main ?? [...readable]
}
