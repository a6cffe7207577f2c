import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fenceOracle } from '../proofs/fence-oracle.ts'
import { contentOf, feed, forOracle, keyOf, keysOf, outOfTurnOf, randomOf, START, shuffled, world } from './worlds.ts'

const sizes = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  objects: fc.integer({ min: 1, max: 4 }),
  fences: fc.integer({ min: 1, max: 4 }),
  fixes: fc.integer({ min: 1, max: 60 }),
})
const RUNS = Number(process.env.FENCE_RUNS ?? 150)

describe('the fence engine', () => {
  it('says of fixes in order what the rules say', () => {
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 2000 }), (size, after) => {
        const { fixes, fences } = world(size)
        const clock = (fixes.at(-1)?.time ?? START) + after * 1000
        const { standing, engine } = feed(fixes, fences, { clock })
        const { alerts, counts } = fenceOracle(fixes, forOracle(fences), { from: START, clock })
        expect(keysOf(standing.alerts.values())).toEqual(alerts.map(keyOf).sort())
        expect(engine.counts).toMatchObject({ taken: counts.good, duplicate: counts.duplicate, tooFast: counts.tooFast })
        expect(outOfTurnOf(standing.alerts.values(), fences)).toEqual([])
      }),
      { numRuns: RUNS },
    )
  })

  it.each([0, 0.3])(
    'comes to the same in any order within the lateness, in any batches, with any ticks, restarted at a share of %d',
    restarts => {
      fc.assert(
        fc.property(sizes, fc.integer({ min: 1, max: 20 }), fc.boolean(), (size, batch, ticks) => {
          const { fixes, fences } = world(size)
          const random = randomOf(size.seed + 1)
          const log = shuffled(fixes, random)
          const clock = log.at(-1)!.received + 600_000
          const live = feed(log, fences, { clock, random, batch, ticks, restarts })
          const { alerts } = fenceOracle(log, forOracle(fences), { from: START, clock })
          expect(keysOf(live.standing.alerts.values())).toEqual(alerts.map(keyOf).sort())
          expect(outOfTurnOf(live.standing.alerts.values(), fences)).toEqual([])
          const replay = feed(fixes, fences, { clock })
          expect(contentOf(live.standing.alerts.values())).toEqual(contentOf(replay.standing.alerts.values()))
        }),
        { numRuns: RUNS },
      )
    },
  )
})
