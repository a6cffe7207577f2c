import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bbox, bboxOf, type Geometry, unionBbox } from '../../geo/index.ts'
import { createSlices, ZongtuError } from '../../kernel/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import { writeWkb } from '../../store/index.ts'
import { finishGeoPackage, geoPackageTables, insertFeature, type Statement, srsId } from './export-geopackage-sql.ts'
import { commonType } from './export-shape.ts'
import { createSqliteFile, type SqliteFile, type SqlValue } from './export-sqlite.ts'
import type { ExportFile, ExportJob } from './export-types.ts'

const BATCH = { rows: 500, bytes: 2 ** 20 } as const
const CHUNK = 64 * 1024
const HEADER = 40

/**
 * A GeoPackage 1.3 with one table of features: `fid`, `geom`, `id`, then the attributes in the order of the layer's schema in its types
 * (times are DATETIME, true and false BOOLEAN), no spatial index. It is made in a temporary file, which has no name any more while it is read.
 */
export async function writeGeoPackage(job: ExportJob): Promise<ExportFile> {
  const folder = await mkdtemp(join(tmpdir(), 'zongtu-export-'))
  const remove = () => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'export.gpkg')
    await fill(path, job)
    return await readOnce(path, job.signal, remove)
  } catch (error) {
    const { code } = error as { code?: unknown }
    throw code === 'ENOSPC' || code === 'EDQUOT' ? new ZongtuError('store-unavailable', 'the disk of the server is full') : error
  } finally {
    await remove().catch(() => undefined) // where open files cannot be removed (Windows) it goes at the end
  }
}

async function fill(path: string, job: ExportJob): Promise<void> {
  const file = createSqliteFile(path, job.signal)
  try {
    await runAll(file, geoPackageTables(job.def, job.crs, commonType(job.features)))
    const bounds = await insertFeatures(file, job)
    await runAll(file, finishGeoPackage(bounds))
    await file.finish()
  } finally {
    await file.close()
  }
}

async function runAll(file: SqliteFile, statements: readonly Statement[]): Promise<void> {
  for (const { sql, rows } of statements) await (rows === undefined ? file.exec(sql) : file.insert(sql, rows))
}

/** Answers the bounds of all geometry, in the coordinate system written. */
async function insertFeatures(file: SqliteFile, { def, features, crs, convert, signal }: ExportJob): Promise<Bbox | null> {
  const slices = createSlices(signal)
  const sql = insertFeature(def)
  let bounds: Bbox | null = null
  let rows: SqlValue[][] = []
  let bytes = 0
  for (const feature of features) {
    if (slices.over()) await slices.next()
    const geometry = feature.geometry && convert(feature.geometry)
    const box = geometry && bboxOf(geometry)
    bounds = unionBbox(bounds, box)
    const blob = geometry && box ? geometryBlob(geometry, box, srsId(crs)) : null
    rows.push([blob, feature.id, ...def.properties.map(({ name }) => sqlValue(feature.properties[name]))])
    bytes += blob?.length ?? 0
    if (rows.length < BATCH.rows && bytes < BATCH.bytes) continue
    await file.insert(sql, rows)
    ;[rows, bytes] = [[], 0]
  }
  if (rows.length > 0) await file.insert(sql, rows)
  return bounds
}

function sqlValue(value: LiveFeature['properties'][string] | undefined): SqlValue {
  return typeof value === 'boolean' ? Number(value) : (value ?? null)
}

/** OGC 12-128r17, section 2.1.3: header with envelope (x then y), little-endian, then WKB. */
function geometryBlob(geometry: Geometry, [minX, minY, maxX, maxY]: Bbox, srs: number): Uint8Array<ArrayBuffer> {
  const wkb = writeWkb(geometry)
  const blob = new Uint8Array(HEADER + wkb.length) // not from Node's pool: it is handed to another thread whole
  const view = new DataView(blob.buffer)
  blob.set([0x47, 0x50, 0, 0b0000_0011])
  view.setInt32(4, srs, true)
  for (const [i, value] of [minX, maxX, minY, maxY].entries()) view.setFloat64(8 + 8 * i, value, true)
  blob.set(wkb, HEADER)
  return blob
}

/** The file's bytes; it is closed, and `remove` called, when the signal aborts. */
async function readOnce(path: string, signal: AbortSignal, remove: () => Promise<void>): Promise<ExportFile> {
  const file = await open(path, 'r')
  const close = () =>
    void file
      .close()
      .then(remove)
      .catch(() => undefined)
  if (signal.aborted) close()
  else signal.addEventListener('abort', close, { once: true })
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let position = 0; ; ) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position)
      if (bytesRead === 0) return
      position += bytesRead
      yield buffer.subarray(0, bytesRead)
    }
  }
  return { bytes: (await file.stat()).size, pieces: pieces() }
}
