import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import sqlite, { type Database } from 'node-sqlite3-wasm'
import { ZipFile } from 'yazl'
import { ZongtuError } from '../../kernel/index.ts'
import type { Source, SourceRow } from '../types.ts'
import { openReader } from './format.ts'
import type { Item, Job } from './parse/job.ts'
import { messages, parserError } from './parse/serve.ts'

const DATA = resolve(import.meta.dirname, '../../../../../shared/data')

/** A file of the real data sets, or undefined where they are not. */
export const dataFile = (path: string): string | undefined => (existsSync(join(DATA, path)) ? join(DATA, path) : undefined)

/** Bytes as a source that has no path. */
export const bytesSource = (bytes: Uint8Array, name: string): Source => ({
  name,
  size: bytes.length,
  async *open() {
    for (let at = 0; at < bytes.length; at += 1 << 16) yield await Promise.resolve(bytes.subarray(at, at + (1 << 16)))
  },
})

export async function readAll(source: Source, options: Parameters<typeof openReader>[1] = {}) {
  const reader = await openReader(source, options)
  const rows: SourceRow[] = []
  for await (const batch of reader.rows()) rows.push(...batch)
  return { rows, info: reader.info() }
}

export async function failure(work: Promise<unknown>): Promise<ZongtuError> {
  try {
    await work
  } catch (error) {
    if (error instanceof ZongtuError) return error
    throw error
  }
  throw new Error('expected a ZongtuError')
}

/** Parses in this thread what else a thread of its own would: for thousands of files, whose threads would take an hour to start. */
export async function parseHere(bytes: Uint8Array, format: Job['format']): Promise<Item[]> {
  const folder = await mkdtemp(join(tmpdir(), 'zongtu-test-'))
  const job: Job = { format, name: 'mutated', path: join(folder, 'source'), folder: join(folder, 'unpacked'), list: false }
  try {
    await mkdir(job.folder)
    await writeFile(job.path, bytes)
    const items: Item[] = []
    for await (const message of messages(job)) if (message.kind === 'batch') items.push(...message.items)
    return items
  } catch (error) {
    throw parserError(error, job)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Names of what some work leaves in the folder for temporary files. */
export async function leftBehind(work: () => Promise<unknown>): Promise<string[]> {
  const [folder, before] = [await mkdtemp(join(tmpdir(), 'zongtu-test-')), process.env.TMPDIR]
  try {
    process.env.TMPDIR = folder
    await work()
    return (await readdir(folder)).filter(name => name.startsWith('zongtu-'))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
    await rm(folder, { recursive: true, force: true })
  }
}

export async function zipOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(Buffer.from(bytes), name)
  zip.end()
  const parts: Buffer[] = []
  for await (const part of zip.outputStream) parts.push(part as Buffer)
  return Buffer.concat(parts)
}

/** A .shp of shape contents (each from its shape type on), with numbered records. */
export function shpOf(type: number, shapes: readonly Buffer[]): Buffer {
  const records = shapes.map((shape, i) => {
    const head = Buffer.alloc(8)
    head.writeInt32BE(i + 1, 0)
    head.writeInt32BE(shape.length / 2, 4)
    return Buffer.concat([head, shape])
  })
  const header = Buffer.alloc(100)
  header.writeInt32BE(9994, 0)
  header.writeInt32BE((100 + records.reduce((sum, record) => sum + record.length, 0)) / 2, 24)
  header.writeInt32LE(1000, 28)
  header.writeInt32LE(type, 32)
  return Buffer.concat([header, ...records])
}

export const nullShape = Buffer.alloc(4)

export function pointShape(x: number, y: number): Buffer {
  const shape = Buffer.alloc(20)
  shape.writeInt32LE(1, 0)
  shape.writeDoubleLE(x, 4)
  shape.writeDoubleLE(y, 12)
  return shape
}

/** Lines (3), polygons (5) and, with `extra` bytes behind, their forms with Z and M. */
export function partsShape(type: number, parts: readonly (readonly [number, number])[][], extra = 0): Buffer {
  const points = parts.flat()
  const shape = Buffer.alloc(44 + 4 * parts.length + 16 * points.length + extra)
  shape.writeInt32LE(type, 0)
  shape.writeInt32LE(parts.length, 36)
  shape.writeInt32LE(points.length, 40)
  let start = 0
  for (const [i, part] of parts.entries()) {
    shape.writeInt32LE(start, 44 + 4 * i)
    start += part.length
  }
  for (const [i, [x, y]] of points.entries()) {
    shape.writeDoubleLE(x, 44 + 4 * parts.length + 16 * i)
    shape.writeDoubleLE(y, 52 + 4 * parts.length + 16 * i)
  }
  return shape
}

/** A .dbf; a row that begins with `*` is deleted. Cells are bytes, padded with blanks. */
export function dbfOf(
  fields: readonly { name: Buffer | string; kind: string; length: number; decimals?: number }[],
  rows: readonly (readonly (Buffer | string)[])[],
  deleted: readonly number[] = [],
): Buffer {
  const recordLength = 1 + fields.reduce((sum, { length }) => sum + length, 0)
  const header = Buffer.alloc(32 + 32 * fields.length + 1)
  header[0] = 3
  header.writeUInt32LE(rows.length, 4)
  header.writeUInt16LE(header.length, 8)
  header.writeUInt16LE(recordLength, 10)
  for (const [i, { name, kind, length, decimals = 0 }] of fields.entries()) {
    Buffer.from(name).copy(header, 32 + 32 * i, 0, 11)
    header.write(kind, 32 + 32 * i + 11, 'latin1')
    header[32 + 32 * i + 16] = length
    header[32 + 32 * i + 17] = decimals
  }
  header[header.length - 1] = 0x0d
  const records = rows.map((cells, row) => {
    const record = Buffer.alloc(recordLength, 0x20)
    if (deleted.includes(row)) record[0] = 0x2a
    let at = 1
    for (const [i, { length }] of fields.entries()) {
      Buffer.from(cells[i]!).copy(record, at, 0, length)
      at += length
    }
    return record
  })
  return Buffer.concat([header, ...records, Buffer.from([0x1a])])
}

/** A GeoPackage made by statements. */
export async function geoPackageOf(fill: (db: Database) => void): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'zongtu-test-'))
  try {
    const path = join(folder, 'made.gpkg')
    const db = new sqlite.Database(path)
    db.exec(`create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text);
      create table gpkg_contents (table_name text primary key, data_type text, identifier text, srs_id integer);
      create table gpkg_geometry_columns (table_name text, column_name text, geometry_type_name text, srs_id integer, z integer, m integer);
      insert into gpkg_spatial_ref_sys values ('WGS 84', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84"]'), ('none', -1, 'NONE', -1, 'undefined'),
        ('own', 100001, 'OURS', 1, 'PROJCS["own"]');`)
    fill(db)
    db.close()
    return await readFile(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A feature table with its entries in the catalog. */
export function featureTable(db: Database, name: string, columns: string, srs = 4326, kind = 'POINT'): void {
  db.exec(`create table "${name.replaceAll('"', '""')}" (fid integer primary key, geom blob${columns})`)
  db.run('insert into gpkg_contents values (?, ?, ?, ?)', [name, 'features', name, srs])
  db.run('insert into gpkg_geometry_columns values (?, ?, ?, ?, 0, 0)', [name, 'geom', kind, srs])
}
