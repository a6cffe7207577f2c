import { afterAll, beforeAll, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { sendImport } from './client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

it('geometry collections are imported, read back equal, and drawn', async () => {
  const geometry = {
    type: 'GeometryCollection',
    geometries: [
      { type: 'Point', coordinates: [114.01, 22.01] },
      {
        type: 'GeometryCollection',
        geometries: [
          {
            type: 'LineString',
            coordinates: [
              [114, 22],
              [114.02, 22.02],
            ],
          },
        ],
      },
    ],
  }
  const feature = { type: 'Feature', id: 'c', geometry, properties: { name: 'c' } }
  const { report } = await sendImport(app.url, JSON.stringify({ type: 'FeatureCollection', features: [feature] }), { layer: 'collections' })
  expect(report).toMatchObject({ committed: true, stored: 1, rejectedCount: 0 })
  const read = (await (await fetch(`${app.url}/api/layers/collections/features/c`)).json()) as { geometry: unknown }
  expect(read.geometry).toEqual(geometry)
  const box = (await (await fetch(`${app.url}/api/layers/collections/features?bbox=114.015,22.014,114.016,22.017`)).json()) as {
    features: unknown[]
  }
  expect(box.features).toHaveLength(1)
  expect((await fetch(`${app.url}/tiles/collections/10/836/447.mvt`)).status).toBe(200)
})
