import { readFileSync } from 'node:fs'
import shp from 'shpjs'
import { describe, expect, it } from 'vitest'
import { listEntries, openReader } from './format.ts'
import {
  bytesSource,
  dataFile,
  dbfOf,
  failure,
  leftBehind,
  nullShape,
  partsShape,
  pointShape,
  readAll,
  shpOf,
  zipOf,
} from './readers-support.ts'

const PRJ =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
const GBK = Buffer.from([0xc2, 0xde, 0xba, 0xfe]) // 罗湖
const text = (length = 20) => [{ name: 'NAME', kind: 'C', length }]
const one = (name: Buffer | string, length?: number) => ({
  'a.shp': shpOf(1, [pointShape(114, 22)]),
  'a.dbf': dbfOf(text(length), [[name]]),
  'a.prj': PRJ,
})
const read = async (files: Record<string, Uint8Array | string>, entry?: string) =>
  readAll(bytesSource(await zipOf(files), 'x.zip'), { entry })
const nameOf = async (files: Record<string, Uint8Array | string>) => {
  const { rows, info } = await read(files)
  return [rows[0]!.properties.get('NAME') ?? rows[0]!.problem?.rule, info.encoding, info.warnings.map(({ rule }) => rule)]
}

describe('Shapefile', () => {
  it.each([
    ['UTF-8', '罗湖', 'UTF-8', ['罗湖', 'utf-8', []]],
    ['65001', '罗湖', '65001', ['罗湖', 'utf-8', []]],
    ['GBK', GBK, 'GBK', ['罗湖', 'gbk', []]],
    ['936', GBK, '936', ['罗湖', 'gbk', []]],
    ['CP936', GBK, 'CP936\r\n', ['罗湖', 'gbk', []]],
    ['GB18030', GBK, 'GB18030', ['罗湖', 'gb18030', []]],
    ['ISO-8859-1', Buffer.from([0xe9]), 'ISO-8859-1', ['é', 'windows-1252', []]],
    ['88591', Buffer.from([0xe9]), 'ISO 88591', ['é', 'windows-1252', []]],
    ['a wrong one', GBK, 'UTF-8', ['encoding', 'utf-8', []]],
    ['no known one', GBK, 'Klingon', ['罗湖', 'gb18030', ['encoding', 'encoding']]],
  ])('reads text as the .cpg says: %s', async (_, name, cpg, expected) => {
    expect(await nameOf({ ...one(name), 'a.cpg': cpg })).toEqual(expected)
  })

  it('without .cpg reads UTF-8 where all of it is, else GB18030', async () => {
    expect(await nameOf(one('罗湖'))).toEqual(['罗湖', 'utf-8', []])
    expect(await nameOf(one(GBK))).toEqual(['罗湖', 'gb18030', ['encoding']])
  })

  it('drops the beginning of a character at the end of a full field', async () => {
    expect(await nameOf(one(Buffer.from('罗湖').subarray(0, 5), 5))).toEqual(['罗', 'utf-8', []])
  })

  it('reads every kind of field, and what is empty as absent', async () => {
    const fields = [
      { name: 'N', kind: 'N', length: 10 },
      { name: 'D', kind: 'N', length: 10, decimals: 2 },
      { name: 'F', kind: 'F', length: 20, decimals: 5 },
      { name: 'BIG', kind: 'N', length: 20 },
      { name: 'DAY', kind: 'D', length: 8 },
      { name: 'L', kind: 'L', length: 1 },
      { name: 'N', kind: 'C', length: 5 },
      { name: 'MEMO', kind: 'M', length: 10 },
    ]
    const rows = [
      ['7', '2.50', '1.5e+003', '12345678901234567890', '20120731', 'T', '007', '1'],
      ['', '****', '', '', '        ', '?', '', ''],
      ['x', '', '', '', '', '', '', ''],
    ]
    const { rows: found, info } = await read({
      'a.shp': shpOf(
        1,
        rows.map(() => pointShape(1, 2)),
      ),
      'a.dbf': dbfOf(fields, rows),
      'a.prj': PRJ,
    })
    expect(Object.fromEntries(found[0]!.properties)).toEqual({
      N: 7,
      D: 2.5,
      F: 1500,
      BIG: '12345678901234567890',
      DAY: '2012-07-31',
      L: true,
      N_2: '007',
    })
    expect(found[1]!.properties.size).toBe(0)
    expect(found[2]!.problem).toMatchObject({ rule: 'number', value: 'x' })
    expect(Object.fromEntries(info.types!)).toEqual({ N: 'integer', D: 'number', F: 'number', BIG: 'integer', L: 'boolean' })
    expect(info.warnings).toEqual([expect.objectContaining({ rule: 'dbf' })])
  })

  it('leaves deleted rows out, keeps null shapes, and goes on after a broken one', async () => {
    const broken = partsShape(3, [
      [
        [0, 0],
        [1, 1],
      ],
    ])
    broken.writeInt32LE(1000, 40)
    const shapes = [pointShape(1, 1), pointShape(2, 2), nullShape, broken, pointShape(5, 5)]
    const dbf = dbfOf(
      text(),
      shapes.map((_, i) => [`r${i}`]),
      [1],
    )
    const { rows, info } = await read({ 'a.shp': shpOf(1, shapes), 'a.dbf': dbf, 'a.prj': PRJ })
    expect(rows.map(row => [row.row, row.properties.get('NAME'), row.geometry, row.problem?.rule])).toEqual([
      [1, 'r0', { type: 'Point', coordinates: [1, 1] }, undefined],
      [2, 'r2', null, undefined],
      [3, undefined, null, 'shape'],
      [4, 'r4', { type: 'Point', coordinates: [5, 5] }, undefined],
    ])
    expect(info.warnings).toEqual([expect.objectContaining({ detail: expect.stringContaining('1 rows are marked as deleted') as string })])
  })

  it('turns rings as RFC 7946 has them and gives holes to the ring around them', async () => {
    type Ring = [number, number][]
    const square = (x: number, y: number, size: number): Ring => [
      [x, y],
      [x, y + size],
      [x + size, y + size],
      [x + size, y],
      [x, y],
    ] // clockwise
    const hole = (x: number, y: number, size: number): Ring => square(x, y, size).toReversed()
    // An L whose bounding box holds the other square and its hole.
    const corner: Ring = [
      [0, 0],
      [0, 20],
      [2, 20],
      [2, 2],
      [20, 2],
      [20, 0],
      [0, 0],
    ]
    const shape = partsShape(15, [hole(11, 11, 2), corner, square(10, 10, 5), hole(0.5, 0.5, 1)], 200)
    const { rows } = await read({
      'a.shp': shpOf(15, [shape, partsShape(5, [square(0, 0, 1)]), partsShape(5, [hole(0, 0, 1)])]),
      'a.prj': PRJ,
    })
    expect(rows[0]!.geometry).toEqual({
      type: 'MultiPolygon',
      coordinates: [
        [corner.toReversed(), square(0.5, 0.5, 1)],
        [square(10, 10, 5).toReversed(), square(11, 11, 2)],
      ],
    })
    expect(rows[1]!.geometry).toEqual({ type: 'Polygon', coordinates: [hole(0, 0, 1)] })
    expect(rows[2]!.geometry).toEqual({ type: 'Polygon', coordinates: [hole(0, 0, 1)] })
  })

  it('finds sets in folders, whatever the case, among junk; one of several is chosen by name', async () => {
    const files = {
      '__MACOSX/b/._roads.shp': 'junk',
      'b/.DS_Store': 'junk',
      'b/Roads.SHP': shpOf(3, [
        partsShape(3, [
          [
            [0, 0],
            [1, 1],
          ],
          [
            [2, 2],
            [3, 3],
          ],
        ]),
      ]),
      'b/roads.dbf': dbfOf(text(), [['M1']]),
      'b/ROADS.PRJ': 'nonsense',
      'b/x.shp': shpOf(1, [pointShape(1, 2)]),
      'c/x.shp': shpOf(1, [pointShape(3, 4)]),
    }
    const source = bytesSource(await zipOf(files), 'x.zip')
    expect((await listEntries(source)).map(({ name, geometry }) => [name, geometry])).toEqual([
      ['Roads', 'LineString'],
      ['b/x', 'Point'],
      ['c/x', 'Point'],
    ])
    expect((await failure(readAll(source))).extra).toMatchObject({ rule: 'entry', entries: ['Roads', 'b/x', 'c/x'] })
    expect((await failure(readAll(source, { entry: 'lakes' }))).detail).toContain('has no layer "lakes"; it has Roads, b/x, c/x')
    const { rows, info } = await readAll(source, { entry: 'roads' })
    expect(rows[0]).toMatchObject({ geometry: { type: 'MultiLineString' } })
    expect(rows[0]!.properties.get('NAME')).toBe('M1')
    expect(info).toMatchObject({ format: 'shapefile', entry: 'Roads', warnings: [{ rule: 'crs' }] })
    expect(info.crs).toBeUndefined()
    expect((await readAll(source, { entry: 'c/x' })).rows[0]!.geometry).toEqual({ type: 'Point', coordinates: [3, 4] })
  })

  it('gives the .prj on as it is', async () => expect((await read(one('x'))).info.crs).toBe(PRJ))

  it.each([
    ['a truncated .shp', { 'a.shp': shpOf(1, [pointShape(1, 2)]).subarray(0, 115) }, 'truncated'],
    ['a .shp that is none', { 'a.shp': 'x'.repeat(200) }, 'shp'],
    ['a short .shp', { 'a.shp': 'x' }, 'shp'],
    ['a truncated .dbf', { 'a.shp': shpOf(1, [pointShape(1, 2)]), 'a.dbf': dbfOf(text(), [['x']]).subarray(0, 70) }, 'truncated'],
    ['a .dbf that is none', { 'a.shp': shpOf(1, [pointShape(1, 2)]), 'a.dbf': 'x' }, 'dbf'],
  ])('refuses %s', async (_, files, rule) => expect((await failure(read(files))).extra.rule).toBe(rule))

  it('leaves nothing behind when its rows are left early', async () => {
    const files = {
      'a.shp': shpOf(
        1,
        Array.from({ length: 9000 }, () => pointShape(1, 2)),
      ),
      'a.prj': PRJ,
    }
    const source = bytesSource(await zipOf(files), 'x.zip')
    expect(
      await leftBehind(async () => {
        const reader = await openReader(source)
        for await (const batch of reader.rows()) {
          expect(batch).toHaveLength(2000)
          break
        }
      }),
    ).toEqual([])
  })

  it('leaves nothing behind when it fails', async () => {
    const source = bytesSource(await zipOf({ 'a.shp': 'x' }), 'x.zip')
    expect(await leftBehind(() => failure(readAll(source)))).toEqual([])
  })
})

const zip = dataFile('san-francisco/SFCrime_July_Dec2012.zip')

describe.skipIf(zip === undefined)('the Shapefiles of San Francisco (skipped where shared/data is not)', () => {
  it('are all read, as shpjs reads them', { timeout: 120_000 }, async () => {
    const bytes = readFileSync(zip!)
    const source = bytesSource(bytes, 'SFCrime.zip')
    const entries = await listEntries(source)
    const layers = (await shp(bytes)) as { fileName: string; features: { geometry: { type: string } }[] }[]
    expect(entries.map(({ name, rows }) => [name, rows])).toEqual([
      ['sf_cartheft', 3384],
      ['sf_drugs', 3897],
      ['sf_robbery', 2761],
      ['sf_vandalism', 3430],
      ['SFCrime_blocks', 579],
    ])
    for (const { name, rows: count } of entries) {
      const { rows, info } = await readAll(source, { entry: name })
      const layer = layers.find(({ fileName }) => fileName.endsWith(`/${name}`))!
      expect(rows).toHaveLength(count!)
      expect(rows.every(row => row.problem === undefined)).toBe(true)
      expect(rows.map(row => (row.geometry as { type: string }).type)).toEqual(layer.features.map(feature => feature.geometry.type))
      expect(info.crs).toMatch(name === 'SFCrime_blocks' ? /^GEOGCS/ : /^PROJCS\["NAD_1983_StatePlane_California_III/)
    }
  })
})
