import gcoord from 'gcoord'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Inspection } from '../../tiles-server/src/contract/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { sendImport, sendUpload } from './client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

interface LastLine {
  readonly stage: string
  readonly inspection?: Inspection
  readonly error?: { readonly code: string; readonly detail: string }
}

async function inspect(upload: string, options: object = {}, url = app.url): Promise<LastLine> {
  const response = await fetch(`${url}/api/imports/inspect`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ upload, ...options }),
  })
  const text = await response.text()
  if (!response.ok) return { stage: String(response.status), error: JSON.parse(text) as { code: string; detail: string } }
  return JSON.parse(text.trim().split('\n').at(-1)!) as LastLine
}

const TABLE = 'code,name,n,lon,lat\nA1,甲,1,114.1,22.5\nA2,乙,,114.2,22.6\nA3,甲,3,114.3,22.7\n'

describe('an upload', () => {
  it('is inspected, tried and imported without being sent again', async () => {
    const upload = await sendUpload(app.url, TABLE, 'points.csv')
    const { inspection } = await inspect(upload)
    expect(inspection).toMatchObject({
      name: 'points.csv',
      format: 'csv',
      encoding: 'utf-8',
      delimiter: ',',
      crs: { name: 'EPSG:4326' },
      crsFromFile: null,
      rows: 3,
      problems: 0,
      geometries: { Point: 3 },
      bbox: [114.1, 22.5, 114.3, 22.7],
      sampled: 3,
      suspicion: null,
    })
    expect(inspection!.columns).toEqual([
      { name: 'code', type: 'string', samples: ['A1', 'A2', 'A3'], empty: 0 },
      { name: 'name', type: 'string', samples: ['甲', '乙'], empty: 0 },
      { name: 'n', type: 'integer', samples: ['1', '3'], empty: 1 },
    ])
    expect(inspection!.ids).toEqual([
      { choice: 'column', column: 'code', unique: true },
      { choice: 'row-number', unique: true },
    ])
    const tried = await sendImport(app.url, '', { layer: 'looked-at', upload, id: 'code', dry: true })
    expect(tried.report).toMatchObject({ dryRun: true, committed: false, rowsIn: 3, stored: 3, heldBack: 0 })
    expect(app.live.has('looked-at')).toBe(false)
    const done = await sendImport(app.url, '', { layer: 'looked-at', upload, id: 'code' })
    expect(done.report).toMatchObject({ dryRun: false, committed: true, stored: 3, source: 'points.csv' })
    expect(app.live.layer('looked-at').size).toBe(3)
  })

  it('is gone when it was dropped, and a wrong token is refused', async () => {
    const upload = await sendUpload(app.url, TABLE, 'points.csv')
    expect((await fetch(`${app.url}/api/uploads/${upload}`, { method: 'DELETE' })).status).toBe(204)
    expect((await fetch(`${app.url}/api/uploads/${upload}`, { method: 'DELETE' })).status).toBe(404)
    for (const token of [upload, 'nonsense']) {
      expect((await inspect(token)).error).toMatchObject({ code: 'bad-import', detail: expect.stringMatching(/no such upload/) as string })
      expect((await sendImport(app.url, '', { layer: 'x', upload: token })).error).toMatchObject({ code: 'bad-import' })
    }
  })

  it('shows a bounded sample that spreads over the whole file', async () => {
    const rows = Array.from({ length: 5000 }, (_, i) => `${i},${100 + i / 100},30`)
    const { inspection } = await inspect(await sendUpload(app.url, `n,lon,lat\n${rows.join('\n')}\n`, 'many.csv'))
    const { features } = inspection!.sample as { readonly features: readonly { readonly id: number }[] }
    expect(inspection).toMatchObject({ rows: 5000, sampled: features.length })
    expect(features.length).toBeGreaterThan(500)
    expect(features.length).toBeLessThanOrEqual(1000)
    expect(features.at(-1)!.id).toBeGreaterThan(4900)
  })
})

describe('a wrong datum', () => {
  it('is suspected, in the inspection and in the report, when rows do not lie in the grid they name', async () => {
    const city = await startApp({ city: 'S' })
    try {
      const incidents = [...city.live.layer('incident').all()].filter(({ properties }) => properties.grid).slice(0, 400)
      const table = (datum: typeof gcoord.WGS84 | typeof gcoord.GCJ02): string =>
        ['no,grid,lon,lat']
          .concat(
            incidents.map(({ id, properties, minX, minY }) => {
              const [lon, lat] = gcoord.transform<[number, number]>([minX, minY], gcoord.WGS84, datum)
              return `${id},${String(properties.grid)},${lon},${lat}`
            }),
          )
          .join('\n')
      const shifted = await sendUpload(city.url, table(gcoord.GCJ02), 'reports.csv')
      const { inspection } = await inspect(shifted, {}, city.url)
      expect(inspection!.suspicion).toMatchObject({ likely: 'gcj02' })
      const { report } = await sendImport(city.url, '', { layer: 'reports', upload: shifted, id: 'no', dry: true })
      expect(report!.suspicion).toMatchObject({ likely: 'gcj02' })
      const right = await sendImport(city.url, '', { layer: 'reports', upload: shifted, id: 'no', crs: 'gcj02', dry: true })
      expect(right.report!.suspicion).toBeNull()
      const plain = await sendImport(city.url, table(gcoord.WGS84), { layer: 'reports', id: 'no', type: 'text/csv', dry: true })
      expect(plain.report).toMatchObject({ suspicion: null, stored: 400 })
    } finally {
      await city.close()
    }
  }, 180_000)
})

describe('fix', () => {
  const bowTie = {
    type: 'Feature',
    properties: { code: 'b' },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [114, 22],
          [114.01, 22.01],
          [114.01, 22],
          [114, 22.01],
          [114, 22],
        ],
      ],
    },
  }
  const unclosed = {
    type: 'Feature',
    properties: { code: 'u' },
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [114, 22],
          [114.01, 22],
          [114.01, 22.01],
        ],
      ],
    },
  }
  const body = JSON.stringify({ type: 'FeatureCollection', features: [bowTie, unclosed] })

  it('repairs what has one obvious reading, and lists each repair with its place', async () => {
    const refused = await sendImport(app.url, body, { layer: 'mended', id: 'code' })
    expect(refused.report).toMatchObject({ committed: false, rejectedCount: 2, fixedCount: 0 })
    expect(refused.report!.rejected.map(r => r.rule)).toEqual(['crossing', 'ring-length'])
    const { report } = await sendImport(app.url, body, { layer: 'mended', id: 'code', fix: true })
    expect(report).toMatchObject({ committed: true, stored: 2, rejectedCount: 0, fixedCount: 2, version: 1 })
    expect(report!.fixes).toMatchObject([
      { row: 1, id: 'b', rule: 'crossing', at: [expect.closeTo(114.005, 9), expect.closeTo(22.005, 9)] },
      { row: 2, id: 'u', rule: 'ring-closed' },
    ])
    expect(app.live.layer('mended').get('b')!.geometry!.type).toBe('MultiPolygon')
  })
})

describe('strict', () => {
  it('refuses what is else only told, and tells heights all the same', async () => {
    const ring = [
      [114, 22, 5],
      [114, 22.01, 5],
      [114.01, 22.01, 5],
      [114, 22, 5],
    ]
    const body = JSON.stringify({ type: 'Feature', properties: { n: 1 }, geometry: { type: 'Polygon', coordinates: [ring] } })
    const plain = await sendImport(app.url, body, { layer: 'strictly', dry: true })
    expect(plain.report).toMatchObject({ stored: 1, refusals: [] })
    expect(plain.report!.warnings.map(({ rule }) => rule).sort()).toEqual(['heights', 'winding'])
    const strict = await sendImport(app.url, body, { layer: 'strictly', strict: true })
    expect(strict.report).toMatchObject({ committed: false, stored: 0, heldBack: 1 })
    expect(strict.report!.refusals.map(({ rule }) => rule)).toEqual(['winding'])
  })
})

describe('a dry run', () => {
  it('tells what a real one would, and leaves the layer as it is', async () => {
    const body = JSON.stringify({
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', properties: { n: 1 }, geometry: { type: 'Point', coordinates: [200, 0] } },
        { type: 'Feature', properties: { n: 2 }, geometry: { type: 'Point', coordinates: [114, 22] } },
      ],
    })
    const strict = await sendImport(app.url, body, { layer: 'tried', dry: true })
    expect(strict.report).toMatchObject({ committed: false, dryRun: true, stored: 0, heldBack: 1, rejectedCount: 1 })
    expect(strict.report!.refusals[0]).toMatchObject({ rule: 'all-or-nothing' })
    const partial = await sendImport(app.url, body, { layer: 'tried', dry: true, partial: true })
    expect(partial.report).toMatchObject({ committed: false, dryRun: true, stored: 1, heldBack: 0, rejectedCount: 1, refusals: [] })
    expect(app.live.has('tried')).toBe(false)
  })
})
