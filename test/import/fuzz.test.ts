import { afterAll, beforeAll, expect, it } from 'vitest'
import { proveImportFuzz } from '../proofs/import-fuzz.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { importCorpus } from '../support/import-corpus.ts'
import { sendImport } from './client.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

it('reads every file of the corpus as it is', async () => {
  for (const { name, body } of await importCorpus()) {
    const { report, error } = await sendImport(app.url, body, {
      layer: `good-${name.replaceAll('.', '-')}`,
      type: 'application/octet-stream',
      name,
    })
    expect([name, report?.committed, error?.detail]).toEqual([name, true, undefined])
  }
})

// The long form is `npm run prove -- fuzz`.
it('answers 150 spoilt files without a crash, a 5xx or a half-written dataset', async () => {
  const { committed, refused } = await proveImportFuzz(app.url, 150, 1)
  expect(committed + refused).toBe(150)
  expect(refused).toBeGreaterThan(50)
}, 300_000)
