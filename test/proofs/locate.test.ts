import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { proveLocate } from './locate.ts'
import { LANCASHIRE, proveRecordedAreas } from './recorded-areas.ts'
import { BIRMINGHAM, importBirmingham } from './tiles.ts'

describe('every point is located in exactly one area, and PostGIS differs only where the half-open rule does', () => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp({ city: 'S' })
  })
  afterAll(() => app.close())

  test('grids of the sample city', async () => {
    const figures = await proveLocate(app, 'grid', { points: 20_000, postgisPoints: 5_000, seed: 3 })
    expect(figures.shared).toBeGreaterThan(1_000)
    expect(figures.rimOutside).toBeGreaterThan(10)
  })

  // The real data sets lie beside the project, not in it.
  test.runIf(existsSync(BIRMINGHAM))("Birmingham's census areas", { timeout: 180_000 }, async () => {
    await importBirmingham(app.url)
    const figures = await proveLocate(app, 'oa', { points: 20_000, postgisPoints: 5_000, seed: 3 })
    expect(figures.shared).toBeGreaterThan(10_000)
  })

  test.runIf(existsSync(LANCASHIRE))("Lancashire's incidents in the census areas recorded for them", { timeout: 180_000 }, async () => {
    const figures = await proveRecordedAreas(app.url)
    expect(figures.incidents).toBe(56_434)
    expect(figures.agree).toBe(figures.agreeByEvenOdd)
  })
})
