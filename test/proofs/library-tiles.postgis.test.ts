import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { proveLibraryTiles } from './library-tiles.ts'
import { BIRMINGHAM, importBirmingham } from './tiles.ts'

describe('tiles are what the library cuts and encodes', () => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp({ city: 'S' })
  })
  afterAll(() => app.close())

  test('of the grids of the sample city, z6 to z13', async () => {
    const figures = await proveLibraryTiles(app, 'grid', { from: 6, to: 13 })
    expect(figures.features).toBeGreaterThan(1_000)
  })

  // The real data sets lie beside the project, not in it.
  test.runIf(existsSync(BIRMINGHAM))("of Birmingham's census areas, z6 to z12", { timeout: 180_000 }, async () => {
    await importBirmingham(app.url)
    const figures = await proveLibraryTiles(app, 'oa', { from: 6, to: 12 })
    expect(figures.features).toBeGreaterThan(10_000)
  })
})
