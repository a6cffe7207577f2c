import type { Format, Reader, Source } from '../types.ts'
import { openTable } from './delimited.ts'
import { tableReader } from './delimited-rows.ts'
import { detect } from './detect.ts'
import { chooseEntry } from './entries.ts'
import { geoJsonReader } from './geojson.ts'
import { memberSource } from './member-source.ts'
import { ndjsonReader } from './ndjson.ts'
import type { SourceEntry } from './parse/job.ts'
import { parsedReader } from './parsed-reader.ts'
import { parseEntries } from './parser-thread.ts'
import { openSheet } from './xlsx-table.ts'

interface ReaderOptions {
  /** Absent: what the source's first bytes and its name show. */
  readonly format?: Format | undefined
  /** Renames of attributes, by which the geometry columns of a table are found. */
  readonly map?: ReadonlyMap<string, string> | undefined
  /** The layer of a container that is meant; see `listEntries`. */
  readonly entry?: string | undefined
}

/**
 * The reader for a source. Throws bad-import: nothing that can be read; rule "entry" (here or while reading) when the source has several layers and
 * `entry` names none of them.
 */
export async function openReader(source: Source, options: ReaderOptions = {}): Promise<Reader> {
  const { map = new Map<string, string>(), entry } = options
  const detected = await detect(source, options.format, entry)
  if (detected.kind === 'choice') {
    return openReader(source, { ...options, entry: chooseEntry(source.name, detected.files, entry).name })
  }
  const { format, member } = detected
  if (format === 'xlsx') return tableReader(await openSheet(source, entry), format, map)
  if (isParsed(format)) {
    const inner = entry === member?.name ? undefined : entry
    return parsedReader(source, format, { member: member?.name, entry: inner })
  }
  const file = member === undefined ? source : memberSource(source, member)
  if (entry !== undefined) chooseEntry(source.name, [{ name: member?.name ?? source.name }], entry)
  if (format === 'geojson') return geoJsonReader(file)
  return format === 'ndjson' ? ndjsonReader(file) : tableReader(await openTable(file), format, map)
}

/** The layers of a source, of which an import names one: one for formats that hold no more. Throws bad-import. */
export async function listEntries(source: Source, format?: Format): Promise<readonly SourceEntry[]> {
  const detected = await detect(source, format)
  if (detected.kind === 'choice') return detected.files
  if (isParsed(detected.format)) return parseEntries(source, { format: detected.format, member: detected.member?.name })
  return [{ name: detected.member?.name ?? source.name }]
}

const isParsed = (format: Format): format is Exclude<Format, 'geojson' | 'ndjson' | 'csv'> =>
  format !== 'geojson' && format !== 'ndjson' && format !== 'csv'
