import { describe, expect, it } from 'vitest'
import { listEntries } from './format.ts'
import { bytesSource, dataFile, failure, featureTable, geoPackageOf, readAll, zipOf } from './readers-support.ts'
import { fileSource } from './source.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const little = (x: number) => {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(x)
  return bytes.toString('hex')
}
const big = (x: number) =>
  Buffer.from(hex(little(x)))
    .reverse()
    .toString('hex')
const point = `01 01000000 ${little(1)} ${little(2)}`
const GP = '4750 00'

const BLOBS: [string, string, unknown][] = [
  ['no envelope', `${GP} 01 e6100000 ${point}`, { type: 'Point', coordinates: [1, 2] }],
  ['an envelope', `${GP} 03 e6100000 ${'00'.repeat(32)} ${point}`, { type: 'Point', coordinates: [1, 2] }],
  ['an envelope with Z', `${GP} 05 e6100000 ${'00'.repeat(48)} ${point}`, { type: 'Point', coordinates: [1, 2] }],
  ['an envelope with M', `${GP} 07 e6100000 ${'00'.repeat(48)} ${point}`, { type: 'Point', coordinates: [1, 2] }],
  ['an envelope with Z and M', `${GP} 09 e6100000 ${'00'.repeat(64)} ${point}`, { type: 'Point', coordinates: [1, 2] }],
  ['big-endian', `${GP} 00 000010e6 00 00000001 ${big(1)} ${big(2)}`, { type: 'Point', coordinates: [1, 2] }],
  ['Z', `${GP} 01 e6100000 01 e9030000 ${little(1)} ${little(2)} ${little(3)}`, { type: 'Point', coordinates: [1, 2] }],
  ['M', `${GP} 01 e6100000 01 d1070000 ${little(1)} ${little(2)} ${little(3)}`, { type: 'Point', coordinates: [1, 2] }],
  ['the empty flag', `${GP} 11 e6100000 ${point}`, null],
  ['an empty point', `${GP} 01 e6100000 01 01000000 ${little(NaN)} ${little(NaN)}`, null],
  [
    'mixed byte orders',
    `${GP} 01 e6100000 01 04000000 01000000 00 00000001 ${big(1)} ${big(2)}`,
    { type: 'MultiPoint', coordinates: [[1, 2]] },
  ],
  ['an envelope of no kind', `${GP} 0b e6100000 ${point}`, 'geometry'],
  ['no header', point, 'geometry'],
  ['cut off', `${GP} 01 e6100000 01 01000000 ${little(1)}`, 'geometry'],
  ['a count beyond its end', `${GP} 01 e6100000 01 02000000 ffffffff ${little(1)}`, 'geometry'],
  ['deep nesting', `${GP} 01 e6100000 ${'01 07000000 01000000'.repeat(50)}`, 'geometry'],
]

describe('GeoPackage', () => {
  it('reads every form of blob, and tells the row of a broken one', async () => {
    const bytes = await geoPackageOf(db => {
      featureTable(db, 'blobs', '')
      for (const [, blob] of BLOBS) db.run('insert into blobs (geom) values (?)', [hex(blob)])
      db.run('insert into blobs (geom) values (null)')
    })
    const { rows } = await readAll(bytesSource(bytes, 'x.gpkg'))
    expect(rows.map(row => row.problem?.rule ?? row.geometry)).toEqual([...BLOBS.map(([, , expected]) => expected), null])
  })

  it('keeps the types of columns', async () => {
    const bytes = await geoPackageOf(db => {
      featureTable(db, 'a', ', i integer, r double, b boolean, t text(10), d date, dt datetime, x blob, big integer')
      db.run(`insert into a values (5, null, 1, 2, 1, '007', '2020-01-02', '2020-01-02T03:04:05.000Z', x'00', 9007199254740993)`)
    })
    const { rows, info } = await readAll(bytesSource(bytes, 'x.gpkg'))
    expect(Object.fromEntries(rows[0]!.properties)).toEqual({
      fid: 5,
      i: 1,
      r: 2,
      b: true,
      t: '007',
      d: '2020-01-02',
      dt: '2020-01-02T03:04:05.000Z',
      big: '9007199254740993',
    })
    expect(Object.fromEntries(info.types!)).toEqual({
      fid: 'integer',
      i: 'integer',
      r: 'number',
      b: 'boolean',
      t: 'string',
      d: 'string',
      dt: 'datetime',
      big: 'integer',
    })
    expect(info).toMatchObject({ crs: 'EPSG:4326', warnings: [{ rule: 'blob' }] })
  })

  it('has one entry for each feature table, whatever its name; tables of attributes are none', async () => {
    const bytes = await geoPackageOf(db => {
      featureTable(db, 'x "y"; drop table z', '', 100001, 'MULTIPOLYGON')
      featureTable(db, '网格', '', -1, 'GEOMETRY')
      db.exec(`create table notes (a text); insert into gpkg_contents values ('notes', 'attributes', 'notes', 0)`)
      db.run('insert into "网格" (geom) values (null)')
    })
    const source = bytesSource(bytes, 'x.gpkg')
    expect(await listEntries(source)).toEqual([
      { name: 'x "y"; drop table z', rows: 0, geometry: 'MultiPolygon' },
      { name: '网格', rows: 1 },
    ])
    expect((await failure(readAll(source))).extra).toMatchObject({ rule: 'entry', entries: ['x "y"; drop table z', '网格'] })
    expect((await readAll(source, { entry: 'x "y"; drop table z' })).info.crs).toBe('PROJCS["own"]')
    const { info } = await readAll(source, { entry: '网格' })
    expect(info.crs).toBeUndefined()
    expect(info.warnings).toEqual([expect.objectContaining({ rule: 'crs' })])
  })

  it('runs no query that a file brings along', async () => {
    const endless = 'with recursive n(fid) as (select 1 union all select fid + 1 from n) select fid, null as geom from n'
    const bytes = await geoPackageOf(db => {
      db.exec(`create view endless as ${endless}`)
      db.exec(
        `insert into gpkg_contents values ('endless', 'features', 'x', 4326); insert into gpkg_geometry_columns values ('endless', 'geom', 'POINT', 4326, 0, 0)`,
      )
    })
    expect((await failure(readAll(bytesSource(bytes, 'x.gpkg')))).extra.rule).toBe('empty')
    const catalog = await geoPackageOf(db => {
      db.exec('drop table gpkg_contents')
      db.exec(`create view gpkg_contents as ${endless}`)
    })
    expect((await failure(readAll(bytesSource(catalog, 'x.gpkg')))).extra.rule).toBe('format')
  })

  it('is read out of a zip, and when it was written with a log beside it', async () => {
    const bytes = await geoPackageOf(db => {
      featureTable(db, 'a', '')
      db.run('insert into a (geom) values (null)')
    })
    bytes[18] = bytes[19] = 2
    const zipped = bytesSource(await zipOf({ 'data/x.gpkg': bytes, 'readme.txt': 'x' }), 'x.zip')
    const { rows, info } = await readAll(zipped, { entry: 'a' })
    expect([rows.length, info.format, info.entry]).toEqual([1, 'geopackage', 'a'])
  })

  it.each([
    ['no SQLite', Buffer.from('SQLite format 3\0nonsense')],
    ['another SQLite', 'other'],
  ])('refuses %s', async (_, bytes) => {
    const file = typeof bytes === 'string' ? await geoPackageOf(db => db.exec('drop table gpkg_contents')) : bytes
    expect((await failure(readAll(bytesSource(file, 'x.gpkg')))).extra.rule).toBe('format')
  })
})

const wards = dataFile('lancashire/lancashire_wards.gpkg')

describe.skipIf(wards === undefined)('the wards of Lancashire (skipped where shared/data is not)', () => {
  it('are all read', async () => {
    const source = await fileSource(wards!, 'wards.bin')
    expect(await listEntries(source)).toEqual([{ name: 'lancashire_wards', rows: 271, geometry: 'MultiPolygon' }])
    const { rows, info } = await readAll(source)
    expect([rows.length, info.crs, rows[0]!.properties.get('ward_code')]).toEqual([271, 'EPSG:27700', 'E05001643'])
    expect(rows.every(row => (row.geometry as { type: string }).type === 'MultiPolygon')).toBe(true)
  })
})
