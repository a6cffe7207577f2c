import { afterAll, beforeAll, expect, it } from 'vitest'
import { isAreal, ringsOf } from '../../tiles-server/src/geo/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { sendImport } from './client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

/** About 0.2 m of longitude at this latitude. */
const DIRT = 2e-6
const box = (code: string, west: number, south: number, east: number, north: number) => ({
  type: 'Feature',
  properties: { code },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  },
})
// a and b overlap by 0.2 m, b and c leave a gap of 0.2 m.
const body = JSON.stringify({
  type: 'FeatureCollection',
  features: [box('a', 114, 22, 114.01 + DIRT, 22.01), box('b', 114.01, 22, 114.02, 22.01), box('c', 114.02 + DIRT, 22, 114.03, 22.01)],
})
const sent = { layer: 'dirty', id: 'code', coverage: true }

const xs = (id: string): number[] => {
  const { geometry } = app.live.layer('dirty').get(id)!
  return geometry && isAreal(geometry) ? [...new Set(ringsOf(geometry).flatMap(ring => ring.map(([x]) => x!)))].sort((a, b) => a - b) : []
}

it('a coverage with overlaps is refused with their size and place', async () => {
  const { report } = await sendImport(app.url, body, sent)
  expect(report).toMatchObject({ committed: false, cleaning: null, heldBack: 3 })
  const [refusal] = report!.refusals
  expect(refusal).toMatchObject({ rule: 'sliver', ids: ['a', 'b'] })
  expect(refusal!.width).toBeGreaterThan(0.1)
  expect(refusal!.width).toBeLessThan(0.3)
})

it('cleaning is tried first: every move is told, nothing is stored', async () => {
  const { report, stages } = await sendImport(app.url, body, { ...sent, clean: 1, dry: true })
  expect(stages).toContain('cleaning')
  expect(report).toMatchObject({ committed: false, dryRun: true, stored: 3, refusals: [] })
  expect(report!.cleaning!.movedVertices).toBeGreaterThan(0)
  expect(report!.cleaning!.largestMove).toBeLessThan(1)
  expect(report!.cleaning!.left).toEqual([])
  expect(app.live.has('dirty')).toBe(false)
})

it('a cleaned coverage shares its edges', async () => {
  const { report } = await sendImport(app.url, body, { ...sent, clean: 1 })
  expect(report).toMatchObject({ committed: true, stored: 3, rejectedCount: 0 })
  expect(xs('a').at(-1)).toBe(xs('b')[0])
  expect(xs('b').at(-1)).toBe(xs('c')[0])
})

it('metres out of range, or without coverage, are refused', async () => {
  for (const clean of [0, -1, 51, 1e9])
    expect((await sendImport(app.url, body, { ...sent, clean })).error).toMatchObject({ code: 'bad-parameter' })
  expect((await sendImport(app.url, body, { layer: 'dirty-2', clean: 1 })).error).toMatchObject({ code: 'bad-parameter' })
})
