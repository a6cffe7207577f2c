import { expect, inject, test } from 'vitest'
import { storeKind } from '../support/run.ts'
import { proveDelivery } from './delivery.ts'

test('kill -9 and a receiver that fails, 10 rounds: no alert is lost, invented, told twice or out of order', {
  timeout: 300_000,
}, async () => {
  const from = { source: inject('source'), close: () => Promise.resolve() }
  const figures = await proveDelivery({ kind: storeKind(), rounds: 10, seed: 1, from })
  expect(figures.alerts).toBeGreaterThan(50)
  expect(figures.messages).toBeGreaterThan(figures.alerts!)
})
