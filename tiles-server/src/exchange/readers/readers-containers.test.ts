import fc from 'fast-check'
import { serialize } from 'flatgeobuf/lib/mjs/geojson.js'
import { describe, expect, it } from 'vitest'
import { ZongtuError } from '../../kernel/index.ts'
import { listEntries } from './format.ts'
import type { ParsedFormat } from './parse/job.ts'
import {
  bytesSource,
  dbfOf,
  failure,
  featureTable,
  geoPackageOf,
  parseHere,
  partsShape,
  pointShape,
  readAll,
  shpOf,
  zipOf,
} from './readers-support.ts'

const point = { type: 'Point' as const, coordinates: [114.1, 22.5] }
const collection = (count: number) => ({
  type: 'FeatureCollection' as const,
  features: Array.from({ length: count }, (_, n) => ({
    type: 'Feature' as const,
    geometry: point,
    properties: { n, r: n + 0.5, s: `第${n}`, b: n % 2 === 0 },
  })),
})
const geojson = JSON.stringify(collection(3))
const flatgeobuf = Buffer.from(serialize(collection(3), 4326))
const kml = '<?xml version="1.0"?><kml><Placemark><name>a</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>'
const topojson =
  '{"type":"Topology","objects":{"a":{"type":"GeometryCollection","geometries":[{"type":"LineString","arcs":[0]}]}},"arcs":[[[0,0],[1,1]]]}'

describe('FlatGeobuf', () => {
  it('keeps types and the code of the coordinate system', async () => {
    const { rows, info } = await readAll(bytesSource(flatgeobuf, 'x.bin'))
    expect(rows.map(row => [row.geometry, Object.fromEntries(row.properties)])).toEqual(
      collection(3).features.map(({ properties }) => [point, properties]),
    )
    expect(info).toMatchObject({ format: 'flatgeobuf', crs: 'EPSG:4326', warnings: [] })
    expect(info.types!.get('s')).toBe('string')
  })

  it('refuses a truncated file wherever it ends', async () => {
    for (let length = 8; length < flatgeobuf.length; length += 7) {
      const error = await failure(parseHere(flatgeobuf.subarray(0, length), 'flatgeobuf'))
      expect(error.code).toBe('bad-import')
    }
  })
})

describe('detection', () => {
  it.each([
    ['GeoJSON called CSV', geojson, 'x.csv', 'geojson', 3],
    ['FlatGeobuf called GeoJSON', flatgeobuf, 'x.geojson', 'flatgeobuf', 3],
    ['KML called text', kml, 'x.txt', 'kml', 1],
    ['TopoJSON called GeoJSON', topojson, 'x.geojson', 'topojson', 1],
    ['TopoJSON called JSON', topojson, 'x.json', 'topojson', 1],
    ['CSV called JSON', 'lon,lat\n1,2\n', 'x.json', 'csv', 1],
  ])('%s', async (_, content, name, format, count) => {
    const { rows, info } = await readAll(bytesSource(Buffer.from(content), name))
    expect([info.format, rows.length]).toEqual([format, count])
  })

  it.each([
    ['GeoJSON', { 'data/x.geojson': geojson, 'readme.txt': 'x' }, 'geojson', 3],
    ['JSON that is a topology', { 'x.json': topojson }, 'topojson', 1],
    ['CSV', { 'x.csv': 'lon,lat\n1,2\n', '__MACOSX/._x.csv': 'x' }, 'csv', 1],
    ['text', { 'x.txt': 'lon\tlat\n1\t2\n' }, 'csv', 1],
    ['FlatGeobuf', { 'x.fgb': flatgeobuf }, 'flatgeobuf', 3],
    ['KML', { 'x.kml': kml }, 'kml', 1],
  ])('of a zip with %s, whatever its name', async (_, files, format, count) => {
    const { rows, info } = await readAll(bytesSource(await zipOf(files), 'x.csv'))
    expect([info.format, rows.length]).toEqual([format, count])
  })

  it('asks which of several files of a zip is meant', async () => {
    const source = bytesSource(await zipOf({ 'a.geojson': geojson, 'b.csv': 'lon,lat\n1,2\n' }), 'x.zip')
    expect(await listEntries(source)).toEqual([{ name: 'a.geojson' }, { name: 'b.csv' }])
    expect((await failure(readAll(source))).extra).toMatchObject({ rule: 'entry', entries: ['a.geojson', 'b.csv'] })
    expect((await readAll(source, { entry: 'A.GEOJSON' })).rows).toHaveLength(3)
    expect((await readAll(source, { format: 'csv' })).info.format).toBe('csv')
    expect((await failure(readAll(source, { entry: 'c' }))).extra.rule).toBe('entry')
  })

  it.each([
    ['nothing to read', { 'a.png': 'x' }, 'zip'],
    ['a zip in it', { 'a.zip': 'PK' }, 'zip'],
    ['too many files', Object.fromEntries(Array.from({ length: 10_001 }, (_, i) => [`${i}.png`, ''])), 'zip'],
    ['a bomb', { 'a.csv': Buffer.alloc(100 * 2 ** 20) }, 'zip'],
  ])('refuses a zip with %s', async (_, files, rule) => {
    const bytes = await zipOf(files)
    expect((await failure(readAll(bytesSource(bytes, 'x.zip')))).extra.rule).toBe(rule)
  })

  it('holds a zip to the sizes it declares', async () => {
    const bytes = await zipOf({ 'a.geojson': geojson })
    const directory = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bytes.writeUInt32LE(10, directory + 24)
    expect((await failure(readAll(bytesSource(bytes, 'x.zip')))).extra.rule).toBe('zip')
  })

  it('says what to send instead of one file of a Shapefile', async () => {
    expect((await failure(readAll(bytesSource(shpOf(1, [pointShape(1, 2)]), 'x.shp')))).detail).toContain('zip')
  })
})

const catalogue =
  '<?xml version="1.0"?><Response><CmdType>Catalog</CmdType><DeviceList Num="1"><Item><DeviceID>1</DeviceID><Info><PTZType>1</PTZType></Info></Item></DeviceList></Response>'

const samples: Record<Exclude<ParsedFormat, 'xlsx'>, () => Promise<Buffer>> = {
  shapefile: () =>
    zipOf({
      'a.shp': shpOf(5, [
        partsShape(5, [
          [
            [0, 0],
            [0, 9],
            [9, 9],
            [0, 0],
          ],
          [
            [1, 1],
            [2, 2],
            [1, 2],
            [1, 1],
          ],
        ]),
      ]),
      'a.dbf': dbfOf(
        [
          { name: 'N', kind: 'N', length: 8, decimals: 2 },
          { name: '名', kind: 'C', length: 20 },
        ],
        [['1.5', '罗湖']],
      ),
    }),
  geopackage: () =>
    geoPackageOf(db => {
      featureTable(db, 'a', ', t text')
      for (let i = 0; i < 50; i++)
        db.run(`insert into a (geom, t) values (?, ?)`, [
          Buffer.from('47500001e610000001010000000000000000000000000000000000f03f', 'hex'),
          `row ${i}`,
        ])
    }),
  kml: () => Promise.resolve(Buffer.from(kml)),
  gb28181: () => Promise.resolve(Buffer.from(catalogue)),
  topojson: () => Promise.resolve(Buffer.from(topojson)),
  flatgeobuf: () => Promise.resolve(flatgeobuf),
}

/** Bytes changed in up to eight places, then perhaps cut. */
const mutation = fc.record({
  flips: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), fc.nat(255)), { minLength: 1, maxLength: 8 }),
  cut: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
})

function mutated(bytes: Buffer, { flips, cut }: { flips: [number, number][]; cut: number | null }): Buffer {
  const copy = Buffer.from(bytes)
  for (const [at, byte] of flips) copy[Math.floor(at * copy.length)] = byte
  return cut === null ? copy : copy.subarray(0, Math.floor(cut * copy.length))
}

describe('whatever the bytes', () => {
  it.each(Object.keys(samples) as (keyof typeof samples)[])('a %s ends in rows or a refusal', { timeout: 300_000 }, async format => {
    const bytes = await samples[format]()
    let refused = 0
    await fc.assert(
      fc.asyncProperty(mutation, async change => {
        try {
          await parseHere(mutated(bytes, change), format)
        } catch (error) {
          if (!(error instanceof ZongtuError) || error.code !== 'bad-import') throw error
          refused++
        }
      }),
      { numRuns: 300, seed: 20261124 },
    )
    expect(refused).toBeGreaterThan(0)
  })

  it('an XLSX ends in rows or a refusal', { timeout: 300_000 }, async () => {
    const sheet =
      '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="2"><c r="A2"><v>3</v></c></row></sheetData></worksheet>'
    await fc.assert(
      fc.asyncProperty(mutation, async change => {
        const text = mutated(Buffer.from(sheet), change)
        const bytes = await zipOf({
          'xl/workbook.xml': '<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
          'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
          'xl/worksheets/sheet1.xml': text,
        })
        try {
          await parseHere(change.cut === null ? bytes : mutated(bytes, change), 'xlsx')
        } catch (error) {
          if (!(error instanceof ZongtuError) || error.code !== 'bad-import') throw error
        }
      }),
      { numRuns: 300, seed: 20261124 },
    )
  })
})
