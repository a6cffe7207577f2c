import { expect, inject, test } from 'vitest'
import { storeKind } from '../support/run.ts'
import { proveKill } from './kill.ts'

test('kill -9 during writes, 5 rounds: every acknowledged write is there, none is half-written', { timeout: 300_000 }, async () => {
  const kind = storeKind()
  // On PostGIS a cluster of its own, for it is killed too.
  const from = kind === 'embedded' ? { from: { source: inject('source'), close: () => Promise.resolve() } } : {}
  const figures = await proveKill({ kind, rounds: 5, seed: 2, ...from })
  expect(figures.acknowledged).toBeGreaterThan(0)
  expect(figures.databaseKills).toBe(kind === 'postgis' ? 1 : 0)
})
