import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proveRealData, realImports } from '../proofs/real-data.ts'
import { type RunningApp, startApp } from '../support/app.ts'

const FOLDER = fileURLToPath(new URL('../../../shared/data', import.meta.url))

// Real data are no part of the project: the suite passes without them.
describe.skipIf(!existsSync(FOLDER))('data sets of real departments', () => {
  let app: RunningApp
  beforeAll(async () => {
    app = await startApp()
  })
  afterAll(() => app.close())

  it.each(existsSync(FOLDER) ? realImports(FOLDER) : [])(
    '$file $query.entry: rows in = stored + reported, positions as GDAL has them',
    async one => {
      const [figures] = await proveRealData(app.url, FOLDER, [one], 1)
      expect(figures!.stored).toBe(app.live.layer(one.layer).size)
    },
    300_000,
  )
})
