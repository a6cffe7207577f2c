import fc from 'fast-check'
import type { Geometry } from 'geojson'
import { describe, expect, it } from 'vitest'
import { LayerDef } from '../../contract/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import { readWkt } from '../readers/wkt.ts'
import { createExports, type ExportOptions } from './export.ts'
import { textEncoder } from './export-encoding.ts'
import { writeWkt } from './export-wkt.ts'

const text = (value: string) => ({ 'zh-CN': value, en: value })
const property = (name: string, type: LayerDef['properties'][number]['type'] = 'string') => ({ name, title: text(name), type })
const layer = (geometry: LayerDef['geometry'], properties: LayerDef['properties'], title = '点') =>
  LayerDef.parse({ id: 'layer', title: text(title), kind: 'dataset', geometry, properties })
const feature = (id: string, properties: LiveFeature['properties'], geometry: Geometry | null = null): LiveFeature => ({
  id,
  version: 1,
  geometry,
  properties,
  minX: Infinity,
  minY: Infinity,
  maxX: -Infinity,
  maxY: -Infinity,
})
const point = (...coordinates: number[]): Geometry => ({ type: 'Point', coordinates })

async function write(def: LayerDef, features: readonly LiveFeature[], options: ExportOptions): Promise<Buffer> {
  const exports = createExports()
  const ended = new AbortController()
  const file = await exports.write(exports.plan(def, options), features, ended.signal)
  const pieces: Uint8Array[] = []
  for await (const piece of file.pieces) pieces.push(piece)
  ended.abort()
  return Buffer.concat(pieces)
}

const TYPES = [property('s'), property('n', 'number'), property('i', 'integer'), property('b', 'boolean'), property('t', 'datetime')]

describe('csv', () => {
  it('quotes text and nothing else; no value is empty, empty text is ""', async () => {
    const features = [
      feature('a', { s: '=1+1 "x",\r\n-', n: -1.5e-7, i: 7, b: false, t: '2026-01-01T00:00:00.000Z' }, point(114.1, 22.5)),
      feature('007', { s: '' }),
    ]
    const csv = await write(layer('point', TYPES), features, { format: 'csv', encoding: 'utf-8' })
    expect(csv.toString()).toBe(
      'id,s,n,i,b,t,lon,lat\r\n' + '"a","=1+1 ""x"",\r\n-",-1.5e-7,7,false,2026-01-01T00:00:00.000Z,114.1,22.5\r\n' + '"007","",,,,,,\r\n',
    )
  })

  it('has well-known text for other geometry, and renames attributes that take the name of a column of its own', async () => {
    const def = layer('mixed', [property('wkt'), property('ID'), property('a b')])
    const csv = await write(def, [feature('x', { wkt: 'w', ID: 'i' }, point(1, 2)), feature('y', {})], { format: 'csv', encoding: 'utf-8' })
    expect(csv.toString()).toBe('id,wkt_,ID_,"a b",wkt\r\n"x","w","i",,"POINT (1 2)"\r\n"y",,,,\r\n')
  })

  it.each([
    ['utf-8', 'utf-8', ''],
    ['utf-8-bom', 'utf-8', 'efbbbf'],
    ['gb18030', 'gb18030', ''],
    ['utf-16le', 'utf-16le', 'fffe'],
  ] as const)('%s decodes as %s and begins with the mark "%s"', async (encoding, label, mark) => {
    const csv = await write(layer('point', [property('s')]), [feature('一', { s: '龘𠮷é' })], { format: 'csv', encoding })
    expect(csv.toString('hex').startsWith(mark)).toBe(true)
    expect(new TextDecoder(label, { fatal: true }).decode(csv)).toBe('id,s,lon,lat\r\n"一","龘𠮷é",,\r\n')
  })

  it('GB18030 carries every character that decoders of today know, and refuses the others before the first byte', async () => {
    const decoder = new TextDecoder('gb18030', { fatal: true, ignoreBOM: true })
    const encode = textEncoder('gb18030')
    const refused: number[] = []
    for (let code = 1; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code < 0xe000) continue
      const character = String.fromCodePoint(code)
      if (decoder.decode(encode(character)) !== character) refused.push(code)
    }
    expect(refused).toHaveLength(19)
    for (const code of refused) {
      const features = [feature('x', { s: String.fromCodePoint(code) })]
      await expect(write(layer('point', [property('s')]), features, { format: 'csv', encoding: 'gb18030' })).rejects.toMatchObject({
        code: 'bad-parameter',
      })
    }
  })
})

describe('geojson', () => {
  it('has attributes in the order of the schema, also when they are called by numbers, and leaves out what is absent', async () => {
    const def = layer('point', [property('b', 'integer'), property('2020', 'number'), property('a')])
    const json = await write(def, [feature('1', { 2020: 1.5, b: 2 }, point(1, 2)), feature('2', { a: '甲' })], { format: 'geojson' })
    expect(json.toString()).toBe(
      '{"type":"FeatureCollection","features":[\n' +
        '{"type":"Feature","id":"1","geometry":{"type":"Point","coordinates":[1,2]},"properties":{"b":2,"2020":1.5}},\n' +
        '{"type":"Feature","id":"2","geometry":null,"properties":{"a":"甲"}}\n' +
        ']}\n',
    )
  })

  it('names another coordinate system, and is empty for no features', async () => {
    const json = await write(layer('point', []), [], { format: 'geojson', crs: 'EPSG:3857' })
    expect(JSON.parse(json.toString())).toEqual({
      type: 'FeatureCollection',
      crs: { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::3857' } },
      features: [],
    })
    expect((await write(layer('point', []), [], { format: 'ndjson' })).toString()).toBe('')
  })
})

it('well-known text reads back to the same numbers', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map(value => value + 0)
  const position = fc.tuple(number, number).map(pair => [...pair])
  const line = fc.array(position, { minLength: 2, maxLength: 5 })
  const lines = fc.array(line, { minLength: 1, maxLength: 3 })
  const geometry: fc.Arbitrary<Geometry> = fc.oneof(
    position.map(coordinates => ({ type: 'Point' as const, coordinates })),
    fc.constantFrom('LineString' as const, 'MultiPoint' as const).chain(type => line.map(coordinates => ({ type, coordinates }))),
    fc.constantFrom('Polygon' as const, 'MultiLineString' as const).chain(type => lines.map(coordinates => ({ type, coordinates }))),
    fc.array(lines, { minLength: 1, maxLength: 3 }).map(coordinates => ({ type: 'MultiPolygon' as const, coordinates })),
  )
  fc.assert(
    fc.property(geometry, shape => {
      expect(readWkt(writeWkt(shape))).toEqual({ geometry: shape })
    }),
  )
})

describe('any export', () => {
  it('is named after the title without what file systems refuse, and after its coordinate system', () => {
    const exports = createExports()
    const named = (title: string, crs?: string) => exports.plan(layer('point', [], title), { format: 'flatgeobuf', crs })
    expect(named(' ../社区:A\u202e*? ')).toMatchObject({ fileName: '社区 A.fgb', plainName: 'layer.fgb' })
    expect(named('网格', 'epsg:4547').fileName).toBe('网格.epsg4547.fgb')
    expect(named('网格', 'gcj02')).toMatchObject({ fileName: '网格.gcj02.fgb', plainName: 'layer.gcj02.fgb' })
    expect(named('...').fileName).toBe('layer.fgb')
    expect(named('𠮷'.repeat(100)).fileName).toBe(`${'𠮷'.repeat(80)}.fgb`)
  })

  it.each(['geojson', 'ndjson', 'csv', 'flatgeobuf'] as const)('%s is made as it is read, in small pieces', async format => {
    let read = 0
    const features = Array.from({ length: 20_000 }, (_, i) => {
      const made = feature(String(i), {}, point(i / 1000, 1))
      const get = () => {
        read++
        return { s: 'x'.repeat(50) }
      }
      return Object.defineProperty(made, 'properties', { get })
    })
    const exports = createExports()
    const { signal } = new AbortController()
    const { pieces } = await exports.write(exports.plan(layer('point', [property('s')]), { format }), features, signal)
    let first = 0
    let largest = 0
    for await (const piece of pieces) {
      first ||= read
      largest = Math.max(largest, piece.length)
    }
    expect(first).toBeLessThan(2_000)
    expect(largest).toBeLessThan(70_000)
    expect(read).toBe(20_000)
  })

  it('stops when its signal aborts', async () => {
    const exports = createExports()
    const ended = new AbortController()
    const features = Array.from({ length: 20_000 }, (_, i) => feature(String(i), { s: 'x'.repeat(50) }))
    const plan = exports.plan(layer('point', [property('s')]), { format: 'ndjson' })
    const { pieces } = await exports.write(plan, features, ended.signal)
    const reader = pieces[Symbol.asyncIterator]()
    await reader.next()
    ended.abort(new Error('gone'))
    await expect(reader.next()).rejects.toThrow('gone')
  })

  it('waits for a place no longer than others hold theirs', () => {
    const exports = createExports(2)
    const [one, two, three] = [new AbortController(), new AbortController(), new AbortController()]
    exports.enter(one.signal)
    exports.enter(two.signal)
    expect(() => exports.enter(three.signal)).toThrow('busy')
    one.abort()
    exports.enter(three.signal)
    expect(() => exports.enter(new AbortController().signal)).toThrow('busy')
  })
})
