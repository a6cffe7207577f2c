import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Interval } from '../state/span.ts'
import { createHandOver } from './hand-over.ts'

/** A map that loads when it is told to, and what is drawn on it. */
function stage() {
  const drawn = { all: true, window: null as number | null }
  const loads: number[] = []
  let loading: number | null = null
  let isAllReady = true
  const handOver = createHandOver({
    ready: of => (of === 'window' ? loading === null : isAllReady),
    add: ({ from }) => load(from),
    move: ({ from }) => load(from),
    remove: () => {
      drawn.window = null
      loading = null
    },
    alone: alone => {
      drawn.all = !alone
      isAllReady = alone
    },
    shown: ({ from }) => shown.push(from),
  })
  const shown: number[] = []
  function load(from: number): void {
    if (loading !== null) throw new Error('two windows are loaded at a time')
    loading = from
    loads.push(from)
  }
  /** What was asked for arrives. */
  function arrive(): void {
    if (loading !== null) drawn.window = loading
    loading = null
    isAllReady = true
  }
  return { handOver, drawn, loads, shown, arrive }
}
const at = (from: number): Interval => ({ from, to: from + 1 })

describe('the hand-over between all times and a window', () => {
  it('shows all times until the window is there', () => {
    const { handOver, drawn, arrive } = stage()
    handOver.set(at(1))
    handOver.advance()
    handOver.advance()
    expect(drawn.all).toBe(true)
    arrive()
    handOver.advance()
    expect(drawn).toEqual({ all: false, window: 1 })
  })

  it('loads of the windows that were passed only the last', () => {
    const { handOver, loads, shown, arrive } = stage()
    for (const from of [1, 2, 3, 4, 5]) {
      handOver.set(at(from))
      handOver.advance()
    }
    arrive()
    handOver.advance()
    arrive()
    handOver.advance()
    expect([loads, shown.at(-1)]).toEqual([[1, 5], 5])
  })

  it('ends with what was wished last, and is never without something drawn', () => {
    const step = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom('all' as const, 'arrive' as const, 'frame' as const))
    fc.assert(
      fc.property(fc.array(step), steps => {
        const { handOver, drawn, arrive } = stage()
        let wish: number | null = null
        for (const next of steps) {
          if (next === 'arrive') arrive()
          else if (next !== 'frame') {
            wish = next === 'all' ? null : next
            handOver.set(wish === null ? null : at(wish))
          }
          handOver.advance()
          expect(drawn.all || drawn.window !== null).toBe(true)
        }
        for (let i = 0; i < 5; i++) {
          arrive()
          handOver.advance()
        }
        expect(drawn).toEqual({ all: wish === null, window: wish })
      }),
    )
  })
})
