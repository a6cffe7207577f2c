import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { BIRMINGHAM, proveTiles } from './tiles.ts'

describe.runIf(existsSync(BIRMINGHAM))("Birmingham's census areas (where the real data sets are beside the project)", () => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp()
  })
  afterAll(() => app.close())

  test('come back from their tiles complete, seamless and with their attributes, z8 to z13', { timeout: 180_000 }, async () => {
    const figures = await proveTiles(app.url, { from: 8, to: 13 })
    expect(figures.stored + figures.reported).toBe(3223)
    expect(figures.dropped).toBe(0)
    expect(figures.fullTiles).toBeGreaterThan(5)
  })
})
