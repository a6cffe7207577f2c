import { badImport } from '../shown.ts'
import { IMPORT_LIMITS, type Reader, type Source, type SourceRow } from '../types.ts'
import { withoutMark } from './geojson.ts'
import { featureRow, geometryRow, isGeometryLike, parseJsonBytes, problemRow } from './json-value.ts'

const NEWLINE = 0x0a
const RECORD_SEPARATOR = 0x1e

/** Reads one GeoJSON feature a line (also RFC 8142 text sequences). Blank lines do not count as rows. Every broken line is a problem of its row. */
export function ndjsonReader(source: Source): Reader {
  async function* rows(): AsyncGenerator<SourceRow[]> {
    let row = 0
    for await (const lines of linesOf(source)) {
      const batch: SourceRow[] = []
      for (const line of lines) {
        const bytes = line.bytes[0] === RECORD_SEPARATOR ? line.bytes.subarray(1) : line.bytes
        if (bytes.some(byte => byte > 0x20)) batch.push(lineRow(++row, bytes, line.byte))
      }
      if (batch.length > 0) yield batch
    }
    if (row === 0) throw badImport('the source is empty', { rule: 'empty' })
  }
  return { textual: false, rows, info: () => ({ format: 'ndjson', encoding: 'utf-8', warnings: [] }) }
}

function lineRow(row: number, bytes: Uint8Array, byte: number): SourceRow {
  if (depthOf(bytes) > IMPORT_LIMITS.depth) {
    return problemRow(row, { rule: 'nesting', value: '', detail: `the line at byte ${byte} nests deeper than ${IMPORT_LIMITS.depth}` })
  }
  const parsed = parseJsonBytes(bytes, byte)
  if ('problem' in parsed) return problemRow(row, parsed.problem)
  return isGeometryLike(parsed.value) ? geometryRow(row, parsed.value) : featureRow(row, parsed.value)
}

/** Deepest run of open brackets, strings included: an upper bound is enough here. */
function depthOf(bytes: Uint8Array): number {
  let [depth, deepest, quoted] = [0, 0, false]
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!
    if (quoted) {
      if (byte === 0x5c) i++
      else if (byte === 0x22) quoted = false
    } else if (byte === 0x22) quoted = true
    else if (byte === 0x7b || byte === 0x5b) deepest = Math.max(deepest, ++depth)
    else if (byte === 0x7d || byte === 0x5d) depth--
  }
  return deepest
}

interface Line {
  readonly bytes: Uint8Array
  readonly byte: number
}

async function* linesOf(source: Source): AsyncGenerator<Line[]> {
  let pending: Uint8Array[] = []
  let size = 0
  let start = 0
  let at = 0
  const finish = (): Line => {
    const line = { bytes: Buffer.concat(pending), byte: start }
    pending = []
    size = 0
    return line
  }
  for await (const whole of source.open()) {
    const chunk = at === 0 ? withoutMark(whole) : whole
    const lines: Line[] = []
    let from = 0
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      pending.push(chunk.subarray(from, end))
      lines.push(finish())
      from = end + 1
      start = at + from
    }
    if (from < chunk.length) pending.push(chunk.slice(from))
    size += chunk.length - from
    if (size > IMPORT_LIMITS.rowBytes) {
      throw badImport(`a line is longer than ${IMPORT_LIMITS.rowBytes} bytes, from byte ${start}`, { rule: 'row-size', byte: start })
    }
    at += whole.length
    if (lines.length > 0) yield lines
  }
  if (pending.length > 0) yield [finish()]
}
