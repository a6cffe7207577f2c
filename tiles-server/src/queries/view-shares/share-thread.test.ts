import { expect, it } from 'vitest'
import { createSlices } from '../../kernel/index.ts'
import { CAMERA, type PackedCity, SHARE } from './packed.ts'
import { sharesAside } from './share-thread.ts'
import { shareSteps } from './share-work.ts'

/** Leaves side by side, a hundred metres wide, each with a camera in its middle that looks so far all around, over a road through all of them. */
function row(count: number, range: number): PackedCity {
  const wide = 10_000
  const square = (i: number) => [i * wide, 0, (i + 1) * wide, 0, (i + 1) * wide, wide, i * wide, wide]
  const ends = (each: number) => Int32Array.from({ length: count }, (_, i) => (i + 1) * each)
  return {
    targetHeight: 1.5,
    cameras: Float64Array.from({ length: count * CAMERA }, (_, i) => {
      const [which, number] = [Math.floor(i / CAMERA), i % CAMERA]
      return [((which + 0.5) * wide) / 1e7, wide / 2e7, 6, Number.NaN, 0, 360, 0, range][number]!
    }),
    buildings: {
      points: Float64Array.from([0.0002, 0.0002, 0.0003, 0.0002, 0.0003, 0.0003]),
      ringEnds: Int32Array.from([6]),
      shapeEnds: Int32Array.from([1]),
      heights: Float64Array.from([30]),
    },
    roads: { points: Float64Array.from([0, 0.0005, (count * wide) / 1e7, 0.0005]), ringEnds: Int32Array.from([4]) },
    leaves: { points: Int32Array.from(Array.from({ length: count }, (_, i) => square(i)).flat()), ringEnds: ends(8), shapeEnds: ends(1) },
  }
}

function here(city: PackedCity): Float64Array {
  const steps = shareSteps(city)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

it('finds out what working here does, in a thread for much and in slices for little', async () => {
  for (const [count, range] of [
    [3, 20],
    [100, 120],
  ] as const) {
    const told: number[] = []
    const shares = await sharesAside(row(count, range), createSlices(), new AbortController().signal, leaves => told.push(leaves))
    expect(shares).toEqual(here(row(count, range)))
    expect(told.length).toBeGreaterThan(0)
    expect(Math.max(...told)).toBeLessThanOrEqual(count)
    const cameras = Array.from({ length: count }, (_, i) => shares[SHARE * i + 4])
    expect(new Set(cameras)).toEqual(new Set([1]))
  }
})

it('stops when it is told to', async () => {
  const stop = new AbortController()
  const shares = sharesAside(row(200, 900), createSlices(stop.signal), stop.signal, () => undefined)
  stop.abort(new Error('enough'))
  await expect(shares).rejects.toThrow('enough')
})

it('has no shares where there is nothing', async () => {
  const nothing = await sharesAside(row(0, 0), createSlices(), new AbortController().signal, () => undefined)
  expect(nothing).toEqual(new Float64Array())
})
