import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ZongtuError } from '../../kernel/index.ts'
import type { Format, Source, SourceRow } from '../types.ts'
import { openReader } from './format.ts'

/** A source that comes in pieces of `size` bytes, so that every cut is met. */
function pieces(bytes: Uint8Array, size: number, name = 'file'): Source {
  return {
    name,
    size: bytes.length,
    async *open() {
      for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size))
    },
  }
}

async function read(
  bytes: Uint8Array | string,
  options: { format?: Format; size?: number; name?: string; map?: Map<string, string> } = {},
) {
  const source = pieces(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, options.size ?? 1 << 16, options.name)
  const reader = await openReader(source, { format: options.format, map: options.map })
  const rows: SourceRow[] = []
  for await (const batch of reader.rows()) rows.push(...batch)
  return { rows, info: reader.info() }
}

async function failure(work: Promise<unknown>): Promise<ZongtuError> {
  try {
    await work
  } catch (error) {
    if (error instanceof ZongtuError) return error
    throw error
  }
  throw new Error('expected a ZongtuError')
}

const plain = (rows: readonly SourceRow[]) => rows.map(row => ({ ...row, properties: Object.fromEntries(row.properties) }))
const collection = (features: string, extra = '') => `{"type":"FeatureCollection",${extra}"features":[${features}]}`
const feature = (n: number) =>
  `{"type":"Feature","geometry":{"type":"Point","coordinates":[${n},2]},"properties":{"n":${n},"s":"a]}\\"[{"}}`

describe('GeoJSON', () => {
  it('reads features one by one wherever the pieces are cut', async () => {
    const text = ` ${collection(`${feature(1)} , \n${feature(2)}`, '"name":"x, \\"features\\": [","crs":{"type":"name","properties":{"name":"EPSG:27700"}},')}\n`
    for (let size = 1; size < text.length; size += 3) {
      const { rows, info } = await read(text, { size })
      expect(plain(rows)).toEqual([
        { row: 1, geometry: { type: 'Point', coordinates: [1, 2] }, properties: { n: 1, s: 'a]}"[{' } },
        { row: 2, geometry: { type: 'Point', coordinates: [2, 2] }, properties: { n: 2, s: 'a]}"[{' } },
      ])
      expect(info.crs).toBe('EPSG:27700')
    }
  })

  it('agrees with JSON.parse on any collection', async () => {
    const member = fc.jsonValue({ maxDepth: 3 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { minLength: 1 }),
        fc.dictionary(fc.string(), member),
        fc.integer({ min: 1, max: 40 }),
        async (values, extra, size) => {
          const others = Object.fromEntries(Object.entries(extra).filter(([name]) => !['features', 'type', 'crs', 'other'].includes(name)))
          const features = values.map(value => ({ type: 'Feature', geometry: null, properties: { value } }))
          const text = JSON.stringify({ ...others, type: 'FeatureCollection', features, other: { features: [1] } })
          const { rows } = await read(text, { size, format: 'geojson' })
          expect(rows.map(row => row.properties.get('value'))).toEqual(
            (JSON.parse(text) as { features: { properties: { value: unknown } }[] }).features.map(f => f.properties.value),
          )
        },
      ),
      { numRuns: 200 },
    )
  })

  it.each([
    ['a feature', feature(7), 1],
    ['a geometry', '{"type":"Point","coordinates":[1,2]}', 1],
    ['an empty collection', collection(''), 0],
    ['a byte order mark', `\ufeff${collection(feature(1))}`, 1],
  ])('reads %s', async (_, text, count) => expect((await read(text, { name: 'x.geojson' })).rows).toHaveLength(count))

  it.each([
    ['truncated in a feature', collection(`${feature(1)},${feature(2)}`).slice(0, -20), 'truncated', { row: 2 }],
    ['truncated after a feature', collection(feature(1)).slice(0, -2), 'truncated', { row: 2 }],
    ['truncated frame', '{"type":"FeatureCollection"', 'truncated', {}],
    ['two commas', collection(`${feature(1)},,${feature(2)}`), 'json', {}],
    ['comma at the end', collection(`${feature(1)},`), 'json', {}],
    ['no comma', collection(`${feature(1)} ${feature(2)}`), 'json', {}],
    ['features twice', '{"type":"FeatureCollection","features":[],"features":[]}', 'json', {}],
    ['another type', '{"type":"Topology","features":[]}', 'type', {}],
    ['no features', '{"type":"FeatureCollection"}', 'features', {}],
    ['features no array', '{"type":"FeatureCollection","features":{}}', 'features', {}],
    ['nothing', '  ', 'empty', {}],
    ['no JSON', '{"type" "FeatureCollection"}', 'json', { byte: 0 }],
    ['a closing bracket', '}', 'json', { byte: 0 }],
    ['deep nesting', '['.repeat(100_000), 'nesting', {}],
    ['a linked crs', collection('', '"crs":{"type":"link","properties":{"href":"x"}},'), 'crs', {}],
  ])('refuses a file: %s', async (_, text, rule, place) => {
    const error = await failure(read(text, { format: 'geojson' }))
    expect(error.code).toBe('bad-import')
    expect(error.extra).toMatchObject({ rule, ...place })
  })

  it('refuses UTF-16 by name', async () => {
    expect((await failure(read(Buffer.from('\ufeff{}', 'utf16le'), { format: 'geojson' }))).extra.rule).toBe('encoding')
  })

  it.each([
    ['NaN', `{"type":"Feature","geometry":{"type":"Point","coordinates":[NaN,2]},"properties":{}}`, 'json'],
    ['no feature', '5', 'feature'],
    ['null', 'null', 'feature'],
    ['a geometry as feature', '{"type":"Point","coordinates":[1,2]}', 'feature'],
    ['no geometry member', '{"type":"Feature","properties":{}}', 'feature'],
    ['properties a list', '{"type":"Feature","geometry":null,"properties":[]}', 'properties'],
    ['deep nesting', `{"type":"Feature","geometry":null,"properties":{"a":${'['.repeat(70)}${']'.repeat(70)}}}`, 'nesting'],
  ])('names the row of: %s', async (_, bad, rule) => {
    const { rows } = await read(collection(`${feature(1)},${bad},${feature(3)}`))
    expect(rows.map(row => row.problem?.rule)).toEqual([undefined, rule, undefined])
    expect(rows[1]!.row).toBe(2)
  })

  it('names the row of bytes that are not UTF-8', async () => {
    const text = Buffer.from(collection(`${feature(1)},{"type":"Feature","geometry":null,"properties":{"a":"?"}}`))
    text[text.lastIndexOf('?')] = 0xff
    expect((await read(text)).rows[1]!.problem?.rule).toBe('encoding')
  })
})

describe('newline-delimited GeoJSON', () => {
  it('reads a feature a line, separators, blank lines and a last line without its end', async () => {
    const text = `${feature(1)}\r\n\n\u001e${feature(2)}\n{"type":"Feature"\n${feature(4)}`
    for (const size of [1, 7, 1000]) {
      const { rows } = await read(text, { size, format: 'ndjson' })
      expect(rows.map(row => [row.row, row.problem?.rule, row.properties.get('n')])).toEqual([
        [1, undefined, 1],
        [2, undefined, 2],
        [3, 'json', undefined],
        [4, undefined, 4],
      ])
    }
  })

  it('is known by its content', async () => {
    expect((await read(`${feature(1)}\n${feature(2)}\n`)).info.format).toBe('ndjson')
    expect((await read(`${feature(1)}\n`)).info.format).toBe('geojson')
  })
})

describe('delimited text', () => {
  const table = (delimiter: string) =>
    ['id', 'name', 'Longitude', 'LAT'].join(delimiter) +
    `\n1${delimiter}"a${delimiter}b ""q"""${delimiter}114.1${delimiter}22.5\n2${delimiter}示范市${delimiter}-1e2${delimiter}+.5\n`

  it.each([',', ';', '\t', '|'])('finds the delimiter %j', async delimiter => {
    const { rows, info } = await read(table(delimiter))
    expect(info.delimiter).toBe(delimiter)
    expect(plain(rows)).toEqual([
      { row: 1, geometry: { type: 'Point', coordinates: [114.1, 22.5] }, properties: { id: '1', name: `a${delimiter}b "q"` } },
      { row: 2, geometry: { type: 'Point', coordinates: [-100, 0.5] }, properties: { id: '2', name: '示范市' } },
    ])
  })

  it.each([
    ['utf-8', (text: string) => Buffer.from(text)],
    ['utf-8', (text: string) => Buffer.from(`\ufeff${text}`)],
    ['utf-16le', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['utf-16le', (text: string) => Buffer.from(text, 'utf16le')],
    ['utf-16be', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ])('reads %s', async (encoding, encode) => {
    for (const size of [1, 1000]) {
      const { rows, info } = await read(encode(table(',')), { size })
      expect(info.encoding).toBe(encoding)
      expect(rows[1]!.properties.get('name')).toBe('示范市')
    }
  })

  it('reads GB18030 and says so', async () => {
    const bytes = Buffer.concat([Buffer.from('n,lon,lat\n'), Buffer.from([0xb1, 0xb1, 0xbe, 0xa9]), Buffer.from(',116,40\n')])
    const { rows, info } = await read(bytes)
    expect(rows[0]!.properties.get('n')).toBe('北京')
    expect(info.encoding).toBe('gb18030')
    expect(info.warnings).toHaveLength(1)
  })

  it('reads well-known text, drops Z, keeps empty cells absent', async () => {
    const { rows, info } = await read(
      `a|wkt\n|SRID=27700;POINT Z (1 2 3)\nx|POLYGON((0 0, 4 0, 4 4, 0 0),(1 1,2 1,2 2,1 1))\n|MULTIPOINT(1 2,3 4)\n|LINESTRING EMPTY\n`,
    )
    expect(plain(rows)).toEqual([
      { row: 1, geometry: { type: 'Point', coordinates: [1, 2] }, properties: {} },
      {
        row: 2,
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [0, 0],
              [4, 0],
              [4, 4],
              [0, 0],
            ],
            [
              [1, 1],
              [2, 1],
              [2, 2],
              [1, 1],
            ],
          ],
        },
        properties: { a: 'x' },
      },
      {
        row: 3,
        geometry: {
          type: 'MultiPoint',
          coordinates: [
            [1, 2],
            [3, 4],
          ],
        },
        properties: {},
      },
      { row: 4, geometry: null, properties: {} },
    ])
    expect(info.crs).toBe('EPSG:27700')
  })

  it.each([
    ['NaN', '1,NaN,2', 'number', 'NaN'],
    ['a word', '1,x,2', 'number', 'x'],
    ['half a position', '1,,2', 'number', ''],
    ['too few cells', '1,2', 'columns', '2 cells'],
    ['too many cells', '1,2,3,4', 'columns', '4 cells'],
  ])('names the row of: %s', async (_, line, rule, value) => {
    const { rows } = await read(`n,lon,lat\n1,1,1\n${line}\n3,3,3\n`)
    expect(rows.map(row => row.problem?.rule)).toEqual([undefined, rule, undefined])
    expect(rows[1]!.problem?.value).toBe(value)
  })

  it.each([
    ['POINT(1)', 'two numbers'],
    ['POINT(1 2', 'expected )'],
    ['POINT(1 2) x', 'the end'],
    ['CIRCLE(1 2)', 'not a POINT'],
    ['POLYGON((0 0, a b))', 'two numbers'],
  ])('names bad well-known text %s', async (text, detail) => {
    const { rows } = await read(`wkt|n\nPOINT(1 2)|1\n${text}|2\n`)
    expect(rows[1]!.problem).toMatchObject({ rule: 'wkt' })
    expect(rows[1]!.problem!.detail).toContain(detail)
  })

  it.each([
    ['an open quote', 'n,lon,lat\n1,1,1\n"2,2,2\n', 'truncated', 'row 2'],
    ['no geometry', 'a,b\n1,2\n', 'geometry-columns', 'map'],
    ['a column twice', 'a,a,lon,lat\n', 'header', '"a" twice'],
    ['nothing', '\n', 'empty', 'empty'],
    ['too many columns', `${Array.from({ length: 1001 }, (_, i) => `c${i}`).join(',')}\n`, 'columns', '1001'],
  ])('refuses a file: %s', async (_, text, rule, detail) => {
    const error = await failure(read(text, { format: 'csv' }))
    expect(error.extra.rule).toBe(rule)
    expect(error.detail).toContain(detail)
  })

  it('takes renamed columns for the position', async () => {
    const { rows } = await read('E,N,t\n1,2,x\n', {
      map: new Map([
        ['E', 'lon'],
        ['N', 'lat'],
      ]),
    })
    expect(rows[0]!.geometry).toEqual({ type: 'Point', coordinates: [1, 2] })
  })
})

it('never throws anything but a ZongtuError, whatever the bytes', async () => {
  const soup = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '"features":[',
    ',',
    ':',
    '"',
    '\\',
    'null',
    '{"type":"FeatureCollection",',
    'a,lon,lat\n',
    '1,2,3\n',
    '"x',
    '\u0000',
    '\ufeff',
    'wkt\n',
    'POINT(',
  )
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.array(soup, { maxLength: 30 }).map(parts => Buffer.from(parts.join(''))),
  )
  await fc.assert(
    fc.asyncProperty(
      bytes,
      fc.constantFrom<Format | undefined>(undefined, 'geojson', 'ndjson', 'csv'),
      fc.integer({ min: 1, max: 50 }),
      async (input, format, size) => {
        try {
          await read(input, { size, ...(format && { format }) })
        } catch (error) {
          if (!(error instanceof ZongtuError) || error.code !== 'bad-import') throw error
        }
      },
    ),
    { numRuns: 2000 },
  )
})
