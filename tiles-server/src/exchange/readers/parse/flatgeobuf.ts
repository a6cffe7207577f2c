import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { ColumnType } from 'flatgeobuf/lib/mjs/flat-geobuf/column-type.js'
import type { Feature } from 'flatgeobuf/lib/mjs/flat-geobuf/feature.js'
import { parseProperties } from 'flatgeobuf/lib/mjs/generic/feature.js'
import { deserializeStream } from 'flatgeobuf/lib/mjs/generic/featurecollection.js'
import { fromGeometry } from 'flatgeobuf/lib/mjs/geojson/geometry.js'
import type { HeaderMeta } from 'flatgeobuf/lib/mjs/header-meta.js'
import { calcTreeSize } from 'flatgeobuf/lib/mjs/packedrtree.js'
import type { PropertyDef } from '../../../contract/index.ts'
import { badImport, shown } from '../../shown.ts'
import { IMPORT_LIMITS, type SourceRow } from '../../types.ts'
import { failed } from '../json-value.ts'
import { FileBytes } from './file-bytes.ts'
import type { Container, ContainerInfo } from './job.ts'

const MAGIC = 8
const HEADER_BYTES = 16 * 2 ** 20

/** The features of a FlatGeobuf file (specification version 3), one by one. Throws bad-import or what the library throws. */
export function openFlatGeobuf(path: string, name: string): Container {
  let info: ContainerInfo | undefined
  return {
    entries: [{ name }],
    async *rows() {
      let row = 0
      const stream = Readable.toWeb(createReadStream(path)) as ReadableStream
      yield* deserializeStream(stream, {
        headerMetaFn: header => {
          checkFrames(path, header)
          info = infoOf(header)
        },
        fromFeature: (_, feature, header) => rowOf(++row, feature, header) as never,
      }) as AsyncGenerator<SourceRow>
    },
    info: () => info!,
    close: () => undefined,
  }
}

/** The library takes what a truncated file lacks for zeros: so the frames of all features must fill the file exactly. */
function checkFrames(path: string, { indexNodeSize, featuresCount, columns }: HeaderMeta): void {
  const file = new FileBytes(path)
  try {
    file.at = MAGIC
    const header = file.read(4)?.readUInt32LE(0) ?? Infinity
    if (header > HEADER_BYTES) throw broken(`its header has ${header} bytes`)
    if (indexNodeSize > 0 && featuresCount === 0) throw broken('it has an index of no features')
    if ((columns?.length ?? 0) > IMPORT_LIMITS.columns) throw badImport(`the file has ${columns?.length} columns`, { rule: 'columns' })
    file.at += header + (indexNodeSize > 0 ? calcTreeSize(featuresCount, indexNodeSize) : 0)
    let count = 0
    while (file.at < file.size) {
      const size = file.read(4)?.readUInt32LE(0)
      if (size === undefined || file.at + size > file.size) throw broken(`feature ${count + 1} at byte ${file.at} goes beyond its end`)
      if (size > IMPORT_LIMITS.rowBytes) throw badImport(`feature ${count + 1} has ${size} bytes`, { rule: 'row-size', row: count + 1 })
      file.at += size
      count++
    }
    if (file.at > file.size || (featuresCount > 0 && count !== featuresCount)) throw broken(`it has ${count} of ${featuresCount} features`)
  } finally {
    file.close()
  }
}

const broken = (detail: string) => badImport(`the FlatGeobuf file is broken: ${detail}`, { rule: 'truncated' })

function rowOf(row: number, feature: Feature, header: HeaderMeta): SourceRow {
  try {
    const geometry = feature.geometry()
    const isEmpty = geometry === null || (geometry.xyLength() === 0 && geometry.partsLength() === 0)
    const values = Object.entries(parseProperties(feature, header.columns)).filter(([, value]) => !(value instanceof Uint8Array))
    return { row, geometry: isEmpty ? null : fromGeometry(geometry, header.geometryType), properties: new Map(values) }
  } catch (error) {
    return failed(row, 'feature', '', `the feature cannot be read: ${shown((error as Error).message)}`)
  }
}

function infoOf({ columns, crs }: HeaderMeta): ContainerInfo {
  const blobs = (columns ?? []).filter(({ type }) => type === ColumnType.Binary)
  const warnings = blobs.map(({ name }) => ({
    rule: 'blob',
    detail: `column "${shown(name)}" holds bytes, which are not read; it was left out`,
  }))
  const epsg = crs !== null && crs.code > 0 && /^(epsg)?$/i.test(crs.org ?? '') ? `EPSG:${crs.code}` : undefined
  const named = epsg ?? (crs?.wkt || undefined)
  if (named === undefined)
    warnings.push({ rule: 'crs', detail: 'the file names no coordinate system; WGS 84 is assumed unless crs is given' })
  const types = (columns ?? []).flatMap(({ name, type }) => (TYPES[type] === undefined ? [] : [[name, TYPES[type]] as const]))
  return { encoding: 'utf-8', ...(named && { crs: named }), types: new Map(types), warnings }
}

const TYPES: Readonly<Record<number, PropertyDef['type'] | undefined>> = {
  [ColumnType.Bool]: 'boolean',
  [ColumnType.Byte]: 'integer',
  [ColumnType.UByte]: 'integer',
  [ColumnType.Short]: 'integer',
  [ColumnType.UShort]: 'integer',
  [ColumnType.Int]: 'integer',
  [ColumnType.UInt]: 'integer',
  [ColumnType.Long]: 'integer',
  [ColumnType.ULong]: 'integer',
  [ColumnType.Float]: 'number',
  [ColumnType.Double]: 'number',
  [ColumnType.String]: 'string',
  [ColumnType.DateTime]: 'datetime',
}
