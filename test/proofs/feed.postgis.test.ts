import { expect, test } from 'vitest'
import { proveFeed } from './feed.ts'

test('interleaved transactions, two servers: no subscriber misses or reorders a change', { timeout: 300_000 }, async () => {
  const figures = await proveFeed({ transactions: 60, edits: 80, importRows: 2_000, seed: 3 })
  expect(figures.changes).toBeGreaterThan(200)
  expect(figures.connections).toBeGreaterThan(figures.subscribers)
})
