import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Alert, ChangeEvent } from '../../contract/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { AppliedBatch } from '../../live/index.ts'
import { createTeller } from './teller.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A change feed and a database that can be away. */
function scene() {
  let apply: (batch: AppliedBatch) => void = () => undefined
  const state = { away: false, reads: 0 }
  const live = {
    onApplied(listener: (batch: AppliedBatch) => void) {
      apply = listener
      return () => {
        apply = () => undefined
      }
    },
  }
  const teller = createTeller(live, ids => {
    state.reads++
    if (state.away) return Promise.reject(new ZongtuError('store-unavailable', 'away'))
    return Promise.resolve(ids.map(id => ({ id }) as Alert).reverse())
  })
  const change = (layer: string, op: ChangeEvent['op'], id: string | null, seq: number): ChangeEvent => ({ layer, op, id, seq, bbox: null })
  return {
    teller,
    state,
    applied: (...changes: Parameters<typeof change>[]) =>
      apply({ seq: 0, changes: changes.map(each => change(...each)), diffs: [], reset: [], untold: [] }),
  }
}

it('alerts wait for a database that is away, and are then told once each, in order', async () => {
  const { teller, state, applied } = scene()
  const told: string[] = []
  teller.listen(({ id }, { seq, isNew }) => told.push(`${seq} ${id}${isNew ? ' new' : ''}`))
  state.away = true
  applied(['alert', 'create', 'a', 1], ['zone', 'create', 'z', 2], ['alert', 'create', 'b', 3])
  await vi.advanceTimersByTimeAsync(1_200)
  applied(['alert', 'update', 'a', 4])
  expect([told, state.reads]).toEqual([[], 3])
  state.away = false
  await vi.advanceTimersByTimeAsync(500)
  expect(told).toEqual(['1 a new', '3 b new', '4 a'])
  applied(['alert', 'update', 'b', 5])
  await vi.advanceTimersByTimeAsync(0)
  expect(told.slice(3)).toEqual(['5 b'])
})

it('who left is told nothing more, and without listeners nothing is read', async () => {
  const { teller, state, applied } = scene()
  applied(['alert', 'create', 'a', 1])
  const told: string[] = []
  const leave = teller.listen(({ id }) => told.push(id))
  leave()
  applied(['alert', 'create', 'b', 2])
  teller.listen(({ id }) => told.push(id))
  teller.close()
  applied(['alert', 'create', 'c', 3])
  await vi.advanceTimersByTimeAsync(1_000)
  expect([told, state.reads]).toEqual([[], 0])
})
