import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Engine } from '../../tiles-server/src/geofence/index.ts'
import { fenceOracle } from '../proofs/fence-oracle.ts'
import { contentOf, feed, forOracle, keyOf, keysOf, randomOf, replayed, START, Standing, shuffled, world } from './worlds.ts'

const sizes = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  objects: fc.integer({ min: 1, max: 5 }),
  fences: fc.integer({ min: 1, max: 4 }),
  fixes: fc.integer({ min: 1, max: 60 }),
})
const RUNS = Number(process.env.FENCE_RUNS ?? 150)

describe('a replay of recorded fixes', () => {
  it('says what the engine said of them as they came, and what the rules say', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 2000 }), (size, after) => {
        const { fixes, fences } = world(size)
        const random = randomOf(size.seed + 1)
        const log = shuffled(fixes, random)
        const clock = (log.at(-1)?.received ?? START) + after * 1000
        const { standing } = feed(log, fences, { clock, random, batch: 10, ticks: true })
        const alerts = replayed(log, fences, { clock })
        expect(contentOf(alerts)).toEqual(contentOf(standing.alerts.values()))
        expect(keysOf(alerts)).toEqual(fenceOracle(log, forOracle(fences), { from: START, clock }).alerts.map(keyOf).sort())
      }),
      { numRuns: RUNS },
    )
  })

  it('knows objects from before the fences, as an engine does that went on', () => {
    fc.assert(
      fc.property(sizes, fc.double({ min: 0, max: 1, noNaN: true }), (size, share) => {
        const { fixes, fences } = world(size)
        const last = fixes.at(-1)!.time
        // No fix has a time with half a second.
        const from = START + 1000 * Math.floor((share * (last - START)) / 1000) + 500
        const clock = last + 900_000
        const engine = new Engine()
        const standing = new Standing()
        engine.process(fixes.filter(({ time }) => time < from))
        standing.take(engine.setFences({ put: fences }, from))
        standing.take(engine.process(fixes.filter(({ time }) => time > from)))
        standing.take(engine.advance(clock))
        expect(contentOf(replayed(fixes, fences, { from, clock }))).toEqual(contentOf(standing.alerts.values()))
      }),
      { numRuns: RUNS },
    )
  })
})
