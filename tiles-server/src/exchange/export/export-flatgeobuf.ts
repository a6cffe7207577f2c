import { magicbytes } from 'flatgeobuf/lib/mjs/constants.js'
import { ColumnType } from 'flatgeobuf/lib/mjs/flat-geobuf/column-type.js'
import { GeometryType } from 'flatgeobuf/lib/mjs/flat-geobuf/geometry-type.js'
import { buildFeature } from 'flatgeobuf/lib/mjs/generic/feature.js'
import { buildHeader } from 'flatgeobuf/lib/mjs/generic/featurecollection.js'
import { parseGeometry } from 'flatgeobuf/lib/mjs/geojson/geometry.js'
import type { HeaderMeta } from 'flatgeobuf/lib/mjs/header-meta.js'
import type { PropertyDef } from '../../contract/index.ts'
import { createSlices } from '../../kernel/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import { columnNames } from './export-columns.ts'
import { commonType, epsgOf } from './export-shape.ts'
import type { ExportJob } from './export-types.ts'

const PIECE = 64 * 1024
const TYPES: Readonly<Record<PropertyDef['type'], ColumnType>> = {
  string: ColumnType.String,
  integer: ColumnType.Long,
  number: ColumnType.Double,
  boolean: ColumnType.Bool,
  datetime: ColumnType.DateTime,
}

/**
 * FlatGeobuf 3 without an index, feature by feature: the column `id`, the attributes in the order of the layer's schema in its types, the number of
 * features in the header. Its header can name EPSG codes; nothing in it tells that positions are in GCJ-02 or BD-09.
 */
export async function* writeFlatGeobuf(job: ExportJob): AsyncGenerator<Uint8Array> {
  const { def, features, crs, signal } = job
  const slices = createSlices(signal)
  const names = columnNames(def.properties, ['id'])
  const header = headerOf(def.properties, names, features)
  yield Buffer.concat([magicbytes, buildHeader(header, epsgOf(crs) ?? 0)])
  let parts: Uint8Array[] = []
  let size = 0
  for (const feature of features) {
    if (slices.over()) await slices.next()
    const part = featureBytes(feature, header, names, job)
    parts.push(part)
    size += part.length
    if (size < PIECE) continue
    yield Buffer.concat(parts)
    ;[parts, size] = [[], 0]
    await slices.next()
  }
  if (size > 0) yield Buffer.concat(parts)
}

function headerOf(properties: readonly PropertyDef[], names: readonly string[], features: readonly LiveFeature[]): HeaderMeta {
  const type = commonType(features)
  return {
    geometryType: type === undefined ? GeometryType.Unknown : GeometryType[type],
    columns: [column('id', ColumnType.String), ...properties.map((property, i) => column(names[i]!, TYPES[property.type]))],
    envelope: null,
    featuresCount: features.length,
    indexNodeSize: 0,
    crs: null,
    title: null,
    description: null,
    metadata: null,
  }
}

const column = (name: string, type: ColumnType): NonNullable<HeaderMeta['columns']>[number] => ({
  name,
  type,
  title: null,
  description: null,
  width: -1,
  precision: -1,
  scale: -1,
  nullable: true,
  unique: false,
  primary_key: false,
})

function featureBytes(
  { id, geometry, properties }: LiveFeature,
  header: HeaderMeta,
  names: readonly string[],
  { def, convert }: ExportJob,
): Uint8Array {
  const values: Record<string, unknown> = { id }
  for (const [i, { name }] of def.properties.entries()) values[names[i]!] = properties[name] ?? null
  const shape = geometry === null ? { type: 'Point' as const, coordinates: [0, 0] } : convert(geometry)
  const bytes = buildFeature(parseGeometry(shape as Parameters<typeof parseGeometry>[0]), values as Record<string, never>, header)
  return geometry === null ? withoutGeometry(bytes) : bytes
}

/**
 * The format has features without geometry, the library's builder has not: the table's entry of its first field, the geometry, is taken out
 * (FlatBuffers: a size, the offset of the table, which starts with the distance back to its vtable; entries there begin at byte 4, 0 = absent).
 */
function withoutGeometry(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const table = 4 + view.getUint32(4, true)
  view.setUint16(table - view.getInt32(table, true) + 4, 0, true)
  return bytes
}
