import { isDeepStrictEqual } from 'node:util'
import type { Feature, Geometry } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LayerDef } from '../../tiles-server/src/contract/index.ts'
import { sendImport, sendUpload } from '../import/client.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { getExport } from './client.ts'

/** The city, and an empty place to read it back into. */
let city: RunningApp
let copy: RunningApp
beforeAll(async () => {
  city = await startApp({ city: 'S' })
  copy = await startApp()
  // The same units, since what lies in them says so.
  const { result: put } = await city.store.write('test', tx => city.store.units.current(tx))
  await copy.features.replaceUnits({ kind: 'load', note: '', retire: [], put }, 'test')
})
afterAll(async () => {
  await city.close()
  await copy.close()
})

const FORMATS: readonly (readonly [name: string, query: Record<string, string>, file: string])[] = [
  ['GeoJSON', { format: 'geojson' }, 'x.geojson'],
  ['NDJSON', { format: 'ndjson' }, 'x.ndjson'],
  ['CSV in UTF-8', { format: 'csv', encoding: 'utf-8' }, 'x.csv'],
  ['CSV in UTF-8 with byte order mark', { format: 'csv', encoding: 'utf-8-bom' }, 'x.csv'],
  ['CSV in GB18030', { format: 'csv', encoding: 'gb18030' }, 'x.csv'],
  ['CSV in UTF-16', { format: 'csv', encoding: 'utf-16le' }, 'x.csv'],
  ['GeoPackage', { format: 'geopackage' }, 'x.gpkg'],
  ['FlatGeobuf', { format: 'flatgeobuf' }, 'x.fgb'],
]
/** Built in and written one by one: read back into the layer of the same name. */
const TYPED = ['block', 'building', 'road', 'water', 'park', 'zone', 'camera', 'patrol', 'incident']
/** Units of all levels and derived lines; and, for what their types make of them in a dataset, three of the others. */
const AS_DATASETS = ['city', 'county', 'street', 'community', 'grid', 'boundary', 'road', 'camera', 'incident']

type Plain = Pick<Feature, 'id' | 'geometry' | 'properties'>

async function contents(app: RunningApp, layer: string): Promise<Plain[]> {
  const all = await createClient(app.url).all(layer)
  return all.map(({ id, geometry, properties }) => ({ id, geometry, properties }))
}

/** Exports a layer and imports the file into another; answers what went out and what came back. */
async function throughFile(layer: string, into: string, query: Record<string, string>, file: string, crs?: string) {
  const { status, bytes } = await getExport(city.url, layer, query)
  expect(status).toBe(200)
  const upload = await sendUpload(copy.url, bytes, file)
  const byColumn = file.endsWith('json') ? {} : { id: 'id' }
  const { report, error } = await sendImport(copy.url, '', { layer: into, upload, ...byColumn, ...(crs && { crs }) })
  const out = await contents(city, layer)
  expect(error).toBeUndefined()
  expect(report).toMatchObject({ committed: true, stored: out.length, rejectedCount: 0, heldBack: 0 })
  return { report: report!, out, back: await contents(copy, into) }
}

describe.each(FORMATS)('%s', (_, query, file) => {
  it.each(TYPED)('carries the layer %s', async layer => {
    const { out, back } = await throughFile(layer, layer, query, file)
    expectSame(back, out)
  })

  it.each(AS_DATASETS)('carries the layer %s into a dataset, with the types of its attributes', async layer => {
    const into = `${layer}-${file.slice(2)}-${query.encoding ?? 'x'}`
    const { out, back } = await throughFile(layer, into, query, file)
    expectSame(back.map(withoutRowNumber), out)
    expect(typesOf(copy.live.layer(into).def, back)).toEqual(typesOf(city.live.layer(layer).def, out))
  })
})

const AWKWARD: readonly Feature<Geometry | null>[] = [
  { type: 'Feature', id: 'nowhere', geometry: null, properties: { text: '', note: 'first' } },
  {
    type: 'Feature',
    id: '007',
    geometry: { type: 'Point', coordinates: [-1e-7, 0.1 + 0.2] },
    properties: { text: '007', note: '=1+1', whole: 2 ** 53 - 1, real: -1.5e-300, flag: false, at: '2026-02-28T23:59:59.999Z', 2020: 1 },
  },
  {
    type: 'Feature',
    id: 'a,"b"',
    geometry: { type: 'MultiPolygon', coordinates: [1, 3].map(x => [square(x, 1), square(x + 0.25, 0.5)]) },
    properties: { text: 'true', note: '“龘𠮷”,\r\n"x"\t', whole: -7, real: 3, flag: true },
  },
  {
    type: 'Feature',
    id: 'é/ü',
    geometry: {
      type: 'MultiLineString',
      coordinates: [
        [
          [0, 0],
          [1, 1.1],
        ],
        [
          [2, 2],
          [3, 3],
        ],
      ],
    },
    properties: { text: ' 2026-01-01T00:00:00Z', note: 'null' },
  },
  {
    type: 'Feature',
    id: 'many',
    geometry: {
      type: 'MultiPoint',
      coordinates: [
        [0, 0],
        [179.9999999, -89.5],
      ],
    },
    properties: {},
  },
]

function square(x: number, size: number): [number, number][] {
  return [
    [x, x],
    [x + size, x],
    [x + size, x + size],
    [x, x + size],
    [x, x],
  ]
}

describe('awkward features', () => {
  beforeAll(async () => {
    const { report } = await sendImport(city.url, JSON.stringify({ type: 'FeatureCollection', features: AWKWARD }), { layer: 'awkward' })
    expect(report).toMatchObject({ committed: true, stored: AWKWARD.length })
    const byId = new Map(AWKWARD.map(({ id, geometry, properties }) => [id, { id, geometry, properties }]))
    for (const feature of await contents(city, 'awkward')) expect(feature).toEqual(byId.get(feature.id))
  })

  it.each(FORMATS)('pass through %s', async (_, query, file) => {
    const { out, back } = await throughFile('awkward', `awkward-${file.slice(2)}-${query.encoding ?? 'x'}`, query, file)
    expectSame(back.map(withoutRowNumber), out)
  })
})

/** Equal to the bit, ids, attributes and geometry; shows the first that is not. */
function expectSame(back: readonly Plain[], out: readonly Plain[]): void {
  expect(back).toHaveLength(out.length)
  const other = out.findIndex((feature, i) => !isDeepStrictEqual(back[i], feature))
  if (other >= 0) expect(back[other]).toEqual(out[other])
}

/** A GeoPackage numbers its rows in `fid`, which is read back as one attribute more. */
function withoutRowNumber({ properties, ...feature }: Plain): Plain {
  const { fid: _, ...rest } = properties!
  return { ...feature, properties: rest }
}

/** Types of the attributes that any feature has. A file without types tells a whole number from another only by its values. */
function typesOf(def: LayerDef, features: readonly Plain[]): Record<string, string> {
  const used = new Set(features.flatMap(feature => Object.keys(feature.properties!)))
  used.delete('fid')
  const isWhole = (name: string) => features.every(({ properties }) => Number.isInteger(properties![name] ?? 0))
  return Object.fromEntries(
    def.properties
      .filter(({ name }) => used.has(name))
      .map(({ name, type }) => [name, type === 'number' && isWhole(name) ? 'integer' : type]),
  )
}

/** Positions of a geometry, flat. */
const numbersOf = (geometry: Geometry | null): number[] =>
  ((geometry as { coordinates?: unknown[] } | null)?.coordinates ?? []).flat(4) as number[]

describe.each(FORMATS.filter(([, { encoding }]) => encoding === undefined || encoding === 'utf-8'))(
  '%s in another datum',
  (_, query, file) => {
    // NDJSON and CSV cannot tell their coordinate system, and no format GCJ-02 but GeoJSON: then it is given on the way back.
    it.each([
      ['EPSG:4547', ['geojson', 'geopackage', 'flatgeobuf'], 1e-9],
      ['gcj02', ['geojson'], 1e-8],
    ] as const)('%s carries positions', async (crs, told, tolerance) => {
      for (const layer of ['camera', 'road']) {
        const into = `${layer}-${crs.toLowerCase().replace(':', '')}-${query.format}`
        const given = (told as readonly string[]).includes(query.format!) ? undefined : crs
        const { report, out, back } = await throughFile(layer, into, { ...query, crs }, file, given)
        expect(report.crs).toBe(crs === 'gcj02' ? 'GCJ-02' : crs)
        const differences = out.map(({ id, geometry }, i) => {
          expect([back[i]!.id, back[i]!.geometry?.type]).toEqual([id, geometry.type])
          const numbers = numbersOf(back[i]!.geometry)
          return Math.max(...numbersOf(geometry).map((value, at) => Math.abs(value - numbers[at]!)))
        })
        expect(Math.max(...differences)).toBeLessThan(tolerance)
      }
    })
  },
)
