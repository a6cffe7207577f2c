import { badImport, shown } from '../shown.ts'
import { IMPORT_LIMITS, type Reader, type Source, type SourceInfo, type SourceRow } from '../types.ts'
import { crsName } from './geojson-crs.ts'
import { FeatureScan, type RawElement } from './json-scan.ts'
import { featureRow, geometryRow, isGeometryLike, parseJsonBytes, problemRow } from './json-value.ts'

/**
 * Reads GeoJSON: a FeatureCollection feature by feature (memory of one feature, whatever the file's size), or one Feature or geometry.
 * A feature that is not valid JSON is a problem of its row; a broken frame (truncated, not a FeatureCollection) throws bad-import.
 */
export function geoJsonReader(source: Source): Reader {
  let crs: string | undefined
  let done = false
  let warnings: SourceInfo['warnings'] = []
  async function* rows(): AsyncGenerator<SourceRow[]> {
    const scan = new FeatureScan()
    let row = 0
    let first = true
    for await (const chunk of source.open()) {
      const batch = scan.push(first ? withoutMark(chunk) : chunk).map(element => elementRow(++row, element))
      first = false
      if (batch.length > 0) yield batch
    }
    const { frame, hasFeatures } = scan.end(row)
    const document = parseFrame(frame)
    crs = crsName(document)
    done = true
    if (hasFeatures) warnings = checkCollection(document)
    else yield [singleRow(document)]
  }
  return {
    textual: false,
    rows,
    info: (): SourceInfo => {
      if (!done) throw new Error('the source was not read to its end')
      return { format: 'geojson', encoding: 'utf-8', warnings, ...(crs === undefined ? {} : { crs }) }
    },
  }
}

/** JSON texts carry no byte order mark, but many programs write one. */
export function withoutMark(chunk: Uint8Array): Uint8Array {
  if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) return chunk.subarray(3)
  const wide = (chunk[0] === 0xff && chunk[1] === 0xfe) || (chunk[0] === 0xfe && chunk[1] === 0xff)
  if (wide) throw badImport('the JSON text is UTF-16; JSON is UTF-8 (RFC 8259, section 8.1)', { rule: 'encoding', byte: 0 })
  return chunk
}

function elementRow(row: number, element: RawElement): SourceRow {
  if (element.tooDeep) {
    return problemRow(row, {
      rule: 'nesting',
      value: '',
      detail: `the feature at byte ${element.byte} nests deeper than ${IMPORT_LIMITS.depth}`,
    })
  }
  const parsed = parseJsonBytes(element.bytes, element.byte)
  return 'problem' in parsed ? problemRow(row, parsed.problem) : featureRow(row, parsed.value)
}

function parseFrame(frame: Uint8Array): unknown {
  if (frame.every(byte => byte <= 0x20)) throw badImport('the source is empty', { rule: 'empty' })
  const parsed = parseJsonBytes(frame, 0)
  if ('problem' in parsed)
    throw badImport(`not a GeoJSON document: ${parsed.problem.detail}; it starts with ${parsed.problem.value}`, { rule: 'json', byte: 0 })
  return parsed.value
}

const MEANINGLESS = ['coordinates', 'geometries', 'geometry', 'properties']

/** Throws bad-import when it is none; warns about members that a collection must not have (RFC 7946, section 7.1): they are left out. */
function checkCollection(document: unknown): SourceInfo['warnings'] {
  const type = (document as { type?: unknown }).type
  if (type !== 'FeatureCollection') {
    throw badImport(`the member "type" of the document is ${type === undefined ? 'absent' : shown(type)}, it must be "FeatureCollection"`, {
      rule: 'type',
    })
  }
  const found = MEANINGLESS.filter(name => Object.hasOwn(document as object, name))
  return found.length === 0
    ? []
    : [{ rule: 'members', detail: `members of the collection that mean nothing there were left out: ${found.join(', ')}` }]
}

function singleRow(document: unknown): SourceRow {
  if (isGeometryLike(document)) return geometryRow(1, document)
  const type = typeof document === 'object' && document !== null ? (document as { type?: unknown }).type : undefined
  if (type === 'Feature') return featureRow(1, document)
  if (type === 'FeatureCollection') throw badImport('the FeatureCollection has no array "features"', { rule: 'features' })
  throw badImport(`not a GeoJSON document: its type is ${type === undefined ? 'absent' : shown(type)}`, { rule: 'type' })
}
