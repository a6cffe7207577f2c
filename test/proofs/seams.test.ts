import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { proveCitySeams } from './city-seams.ts'

describe('the units of the sample city in their tiles', () => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp({ city: 'S' })
  })
  afterAll(() => app.close())

  it('share every vertex with their neighbours and their parents, z6 to z13', async () => {
    const figures = await proveCitySeams(app, { from: 6, to: 13 })
    expect(figures.shared).toBeGreaterThan(10_000)
    expect(figures.rim).toBeGreaterThan(100)
  })
})
