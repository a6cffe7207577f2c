import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Fix } from '../engine/types.ts'
import { readHistories } from './histories.ts'

const MANY = 12_000
type Range = { to: number; limit: number }

/** A log whose objects have so many fixes each: one a second, numbered in turn from the newest to the oldest, so that neither order is the other. */
function logOf(counts: Readonly<Record<string, number>>) {
  let seq = 0
  const all = Object.entries(counts)
    .flatMap(([object, count]) => Array.from({ length: count }, (_, i) => ({ object, time: 1_000 * (count - i) })))
    .map(({ object, time }) => ({
      ...{ seq: ++seq, object, time, received: time, lon: 0, lat: 0 },
      ...{ accuracy: null, speed: null, heading: null, flags: 0 },
    }))
  const sorted = new Map(Object.keys(counts).map(id => [id, all.filter(({ object }) => object === id).sort((a, b) => a.time - b.time)]))
  const of = (id: string) => sorted.get(id) ?? []
  return {
    all,
    of,
    tracks: (wanted: readonly { object: string; after: number }[], { to, limit }: Range) =>
      Promise.resolve(
        wanted.flatMap(({ object, after }) =>
          of(object)
            .filter(({ time }) => time > after && time <= to)
            .slice(0, limit),
        ),
      ),
    track: (object: string, { to, after, limit }: Range & { after?: { time: number } }) =>
      Promise.resolve(
        of(object)
          .filter(({ time }) => time > after!.time && time <= to)
          .slice(0, limit),
      ),
  }
}

it('are all fixes of each object after its moment and within the numbers, however many objects and fixes there are', async () => {
  const log = logOf({ many: MANY, ...Object.fromEntries(Array.from({ length: 120 }, (_, i) => [`o${i}`, i % 7])) })
  const objects = [...new Set(log.all.map(({ object }) => object)), 'nobody']
  const moment = fc.oneof(fc.integer({ min: 0, max: 8_000 }), fc.constantFrom(-Infinity, 1_000 * (MANY - 500), 1_000 * (MANY - 5_500)))
  const number = fc.nat({ max: log.all.length + 1 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(moment, { minLength: objects.length, maxLength: objects.length }),
      number,
      number,
      async (after, began, before) => {
        const wanted = objects.map((object, i) => ({ object, after: after[i]! }))
        const expected = wanted.map(({ object, after: since }): [string, Fix[]] => [
          object,
          log.of(object).filter(({ seq, time }) => time > since && seq > began && seq < before),
        ])
        expect([...(await readHistories(log, wanted, { began, before }))]).toEqual(expected)
      },
    ),
    { numRuns: 20 },
  )
})
