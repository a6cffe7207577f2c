import type { LayerDef } from '../../contract/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import type { Crs } from '../crs/crs.ts'
import { checkDomain, converter, targetCrs } from './export-crs.ts'
import { writeCsv } from './export-csv.ts'
import { checkEncodable } from './export-encoding.ts'
import { writeFlatGeobuf } from './export-flatgeobuf.ts'
import { writeGeoJson, writeNdjson } from './export-geojson.ts'
import { writeGeoPackage } from './export-geopackage.ts'
import type { ExportFile, ExportFormat, ExportJob, TextEncoding } from './export-types.ts'

export interface ExportOptions {
  readonly format: ExportFormat
  /** EPSG:n, gcj02 or bd09; absent = WGS 84. */
  readonly crs?: string | undefined
  /** Of csv, and of nothing else; absent = utf-8-bom. */
  readonly encoding?: TextEncoding | undefined
}

/** What a file will be, known before it is made. */
export interface ExportPlan {
  readonly def: LayerDef
  readonly format: ExportFormat
  readonly crs: Crs
  readonly encoding: TextEncoding
  readonly mediaType: string
  /** For people: the layer's title, and the coordinate system when it is not WGS 84, for some formats cannot tell it. */
  readonly fileName: string
  /** The same in ASCII, of the layer's id. */
  readonly plainName: string
}

export interface Exports {
  /** Throws bad-parameter. */
  plan(def: LayerDef, options: ExportOptions): ExportPlan
  /** Takes one of a few places until the signal aborts. Throws busy when all are taken. */
  enter(signal: AbortSignal): void
  /**
   * The file, made as it is read. The signal must abort when the reader is done or gone: only then is let go what the file holds.
   * Throws bad-parameter for features that cannot be in it, store-unavailable when the disk is full.
   */
  write(plan: ExportPlan, features: readonly LiveFeature[], signal: AbortSignal): Promise<ExportFile>
}

/** Exports at the same time: each may have a thread, a file, or a slow reader. */
const CONCURRENT = 4

interface Format {
  readonly mediaType: string
  readonly extension: string
  readonly write: (job: ExportJob) => AsyncIterable<Uint8Array> | Promise<ExportFile>
}

const FORMATS: Readonly<Record<ExportFormat, Format>> = {
  geojson: { mediaType: 'application/geo+json', extension: 'geojson', write: writeGeoJson },
  ndjson: { mediaType: 'application/x-ndjson', extension: 'ndjson', write: writeNdjson },
  csv: { mediaType: 'text/csv', extension: 'csv', write: writeCsv },
  geopackage: { mediaType: 'application/geopackage+sqlite3', extension: 'gpkg', write: writeGeoPackage },
  flatgeobuf: { mediaType: 'application/vnd.flatgeobuf', extension: 'fgb', write: writeFlatGeobuf },
}

/** What exports can be, as media types. */
export const EXPORT_TYPES = Object.values(FORMATS).map(format => format.mediaType)

export function createExports(concurrent = CONCURRENT): Exports {
  let running = 0
  return {
    plan,
    enter(signal) {
      if (running >= concurrent) throw new ZongtuError('busy', `${running} exports are running; try again later`)
      signal.throwIfAborted()
      running++
      signal.addEventListener('abort', () => running--, { once: true })
    },
    async write({ def, format, crs, encoding }, features, signal) {
      await checkDomain(features, crs, signal)
      await checkEncodable(features, encoding, signal)
      const file = await FORMATS[format].write({ def, features, crs, convert: converter(crs), encoding, signal })
      return 'pieces' in file ? file : { pieces: file }
    },
  }
}

function plan(def: LayerDef, { format, crs: crsName, encoding }: ExportOptions): ExportPlan {
  if (encoding !== undefined && format !== 'csv') {
    throw new ZongtuError('bad-parameter', `encoding is ${encoding}, but the format is ${format}: only csv has a choice`, {
      parameter: 'encoding',
    })
  }
  const crs = targetCrs(crsName)
  const { mediaType, extension } = FORMATS[format]
  const ending = crs.name === 'EPSG:4326' ? extension : `${crs.name.toLowerCase().replace(/\W/g, '')}.${extension}`
  const text = encoding ?? 'utf-8-bom'
  return {
    def,
    format,
    crs,
    encoding: text,
    mediaType: format === 'csv' ? `${mediaType}; charset=${text.replace('-bom', '')}; header=present` : mediaType,
    fileName: `${fileTitle(def)}.${ending}`,
    plainName: `${def.id}.${ending}`,
  }
}

/** Without what file systems refuse or hide. */
function fileTitle({ id, title }: LayerDef): string {
  const safe = title['zh-CN'].replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Surrogate}/\\:*?"<>|]+/gu, ' ')
  return (
    [...safe]
      .slice(0, 80)
      .join('')
      .replace(/^[\s.]+|[\s.]+$/g, '') || id
  )
}
