import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { proveClusters } from './clusters.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

test('cluster totals of all tiles of a zoom are what SQL counts, for any filter and window, while incidents change', {
  timeout: 180_000,
}, async () => {
  const figures = await proveClusters(app, { draws: 40, incidents: 400, seed: 5 })
  expect(figures.counted).toBeGreaterThan(1000)
})
