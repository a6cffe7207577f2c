import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { defaults } from '../../tiles-server/src/config.ts'
import { FIX_FLAGS } from '../../tiles-server/src/contract/index.ts'
import { type NewFix, openStore, type Store } from '../../tiles-server/src/store/index.ts'
import { createPositionStore } from '../../tiles-server/src/store/positions.ts'
import { emptyLog } from '../support/position-log.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'

const DAY = 86_400_000
let place: TestStore
let store: Store

beforeAll(async () => {
  place = await openTestStore()
  store = await openStore({ ...defaults, ...place }, () => undefined)
})
afterAll(async () => {
  await store.close()
  await place.remove()
})
/** What all of the log follows. */
let before = 0
const empty = async (): Promise<void> => {
  before = await emptyLog(store)
}
beforeEach(empty)

const start = Date.UTC(2026, 4, 1)
const fix = (object: string, time: number, more: Partial<NewFix> = {}): NewFix => ({
  object,
  time: start + time,
  received: start + time + 1_000,
  lon: 113.1,
  lat: 33.1,
  accuracy: null,
  speed: null,
  heading: null,
  flags: 0,
  ...more,
})
const everything = { from: -Infinity, to: Infinity, limit: 1_000 }
const all = () => store.positions.read(before, 100_000)
const partitions = async (): Promise<string[]> => {
  const { rows } = await store.knex.raw<{ rows: { name: string }[] }>(
    `select relname as name from pg_class where relispartition and relkind = 'r' order by 1`,
  )
  return rows.map(({ name }) => name)
}

const anyFix: fc.Arbitrary<NewFix> = fc.record({
  object: fc.oneof(
    fc.constantFrom('a', 'b', 'ä', '🚔', '"', '\\', '{,}', 'null', "it's"),
    fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .map(text => text.replaceAll('\0', ''))
      .filter(text => text !== ''),
  ),
  time: fc.integer({ min: 0, max: 253_402_300_799_999 }),
  received: fc.integer({ min: start, max: start + 3 * DAY }),
  lon: fc.double({ min: -180, max: 180, noNaN: true }),
  lat: fc.double({ min: -90, max: 90, noNaN: true }),
  accuracy: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  speed: fc.option(fc.double({ min: 0, max: 1e5, noNaN: true })),
  heading: fc.option(fc.double({ min: 0, max: 360, maxExcluded: true, noNaN: true })),
  flags: fc.constantFrom(0, 0, 0, FIX_FLAGS.nullIsland, FIX_FLAGS.future),
})
const EVER = { from: -Infinity, to: Infinity, limit: 10_000 }
/** JSON has no negative zero, and nobody is at one. */
const plain = (value: NewFix): unknown => JSON.parse(JSON.stringify(value))

describe('the log of positions', () => {
  it('keeps fixes to the bit, in the order they were appended in, whatever their days', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyFix, { minLength: 1, maxLength: 6 }), { maxLength: 4 }), async batches => {
        const from = await store.positions.lastSeq()
        const lasts: number[] = []
        for (const batch of batches) lasts.push(await store.positions.append(batch))
        const found = await store.positions.read(from, 1_000)
        expect(found.map(({ seq: _, ...rest }) => rest)).toEqual(batches.flat().map(plain))
        // What was just appended is known without being read back; this reads it.
        const objects = [...new Set(found.map(({ object }) => object))].sort()
        const kept = (await Promise.all(objects.map(object => store.positions.track(object, EVER)))).flat().filter(({ seq }) => seq > from)
        expect(kept.sort((a, b) => a.seq - b.seq)).toEqual(found)
        const seqs = found.map(({ seq }) => seq)
        expect(seqs).toEqual([...seqs].sort((a, b) => a - b))
        expect(await store.positions.lastSeq()).toBe(Math.max(from, ...lasts))
      }),
      { numRuns: 40 },
    )
  })

  it('is read on by number without gap or repetition', async () => {
    for (let i = 0; i < 5; i++) await store.positions.append(Array.from({ length: 7 }, (_, j) => fix(`o${i}`, j)))
    const whole = await all()
    const read = []
    for (let after = before; ; after = read.at(-1)!.seq) {
      const page = await store.positions.read(after, 4)
      if (page.length === 0) break
      expect(page.length).toBeLessThanOrEqual(4)
      read.push(...page)
    }
    expect(read).toEqual(whole)
    expect(whole).toHaveLength(35)
  })

  it('numbers what several append at once in the order of their commits', async () => {
    const other = store.kind === 'postgis' ? await openStore({ ...defaults, ...place }, () => undefined) : store
    let reading = true
    const seen: number[] = []
    const reader = (async () => {
      for (let after = before; reading; ) {
        for (const { seq } of await store.positions.read(after, 50)) {
          seen.push(seq)
          after = seq
        }
      }
    })()
    const writers = [store, other, store, other].map(async (own, writer) => {
      for (let i = 0; i < 15; i++) await own.positions.append(Array.from({ length: 20 }, (_, j) => fix(`w${writer}`, i * 20 + j)))
    })
    await Promise.all(writers)
    reading = false
    await reader
    const whole = (await all()).map(({ seq }) => seq)
    expect(whole).toHaveLength(4 * 15 * 20)
    // A reader that goes on after the newest number it saw has missed nothing before it.
    expect(seen).toEqual(whole.slice(0, seen.length))
    if (other !== store) await other.close()
  })

  it('takes thousands at once, and tells whoever listens', async () => {
    let told = 0
    const stop = store.positions.listen(() => told++)
    await store.positions.append(Array.from({ length: 5_000 }, (_, i) => fix(`o${i % 100}`, i)))
    expect(told).toBeGreaterThan(0)
    await stop()
    expect(await all()).toHaveLength(5_000)
    expect(await store.positions.latest({ limit: 1_000 })).toHaveLength(100)
  })
})

describe('a NOTIFY', () => {
  it('is told once where it is news, and makes what others appended be read', async () => {
    let notify: (last?: number) => void = () => undefined
    const own = createPositionStore(store.knex, 30, onNews => {
      notify = onNews
      return () => Promise.resolve()
    })
    let told = 0
    const stop = own.listen(() => told++)
    const first = await own.append([fix('own', 1)])
    expect(told).toBe(1)
    notify(first)
    // Known. At a reconnect there may be anything.
    expect(told).toBe(1)
    notify()
    expect(told).toBe(2)

    const strange = await store.positions.append([fix('strange', 2)])
    notify(strange)
    expect(told).toBe(3)
    expect((await own.read(first - 1, 10)).map(({ object }) => object)).toEqual(['own', 'strange'])

    const under = own.append([fix('own', 3)])
    const later = own.append([fix('own', 4)])
    notify(strange + 1)
    // It may well be that of the append under way, which tells in any case.
    expect(told).toBe(3)
    await Promise.all([under, later])
    expect(told).toBe(5)
    expect((await own.read(first - 1, 10)).map(({ object }) => object)).toEqual(['own', 'strange', 'own', 'own'])
    const failed = own.append([fix('own', 5, { lon: Number.NaN, lat: Infinity, object: '\0' })])
    notify(strange + 9)
    await expect(failed).rejects.toThrow()
    expect(told).toBe(6)
    await stop()
  })
})

describe('an object’s track', () => {
  it('is what its fixes are between two times, by time, then number, page after page', async () => {
    const moment = fc.integer({ min: 0, max: 20 })
    const sent = fc.array(fc.record({ object: fc.constantFrom('a', 'b'), time: moment, day: fc.nat(2) }), { minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(sent, moment, moment, fc.integer({ min: 1, max: 5 }), async (each, from, to, limit) => {
        await empty()
        await store.positions.append(each.map(({ object, time, day }) => fix(object, time, { received: start + day * DAY })))
        const track = []
        for (let after: { time: number; seq: number } | undefined; ; after = track.at(-1)) {
          const page = await store.positions.track('a', { from: start + from, to: start + to, limit, ...(after && { after }) })
          track.push(...page)
          if (page.length < limit) break
        }
        const expected = (await all())
          .filter(({ object, time }) => object === 'a' && time >= start + from && time <= start + to)
          .sort((a, b) => a.time - b.time || a.seq - b.seq)
        expect(track).toEqual(expected)
      }),
      { numRuns: 30 },
    )
  })
})

describe('tracks of many objects', () => {
  it('are the first fixes of each after a time, and the last plausible ones up to one', async () => {
    const few = fc.record({
      object: fc.constantFrom('a', 'b', 'ä', '{,}', "it's"),
      minutes: fc.integer({ min: 0, max: 12 }),
      delay: fc.constantFrom(0, 1, 1, 60, 3_000),
      flags: fc.constantFrom(0, 0, 0, FIX_FLAGS.nullIsland, FIX_FLAGS.future),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(few, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 12 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 4 }),
        async (list, minute, limit, minutes) => {
          await empty()
          await store.positions.append(
            list.map(({ object, minutes, delay, flags }) =>
              fix(object, minutes * 60_000, { received: start + (minutes + delay) * 60_000, flags }),
            ),
          )
          const log = (await all()).sort((x, y) => x.time - y.time || x.seq - y.seq)
          const asked = ["it's", 'a', 'nobody', '{,}']
          const known = ['a', "it's", '{,}']
          const [after, to] = [start + minute * 60_000, start + (minute + 4) * 60_000]
          const wanted = asked.map((object, i) => ({ object, after: start + minutes[i]! * 60_000 }))
          const since = new Map(wanted.map(each => [each.object, each.after]))
          const within = (object: string) => log.filter(each => each.object === object && each.time > since.get(object)! && each.time <= to)
          expect(await store.positions.tracks(wanted, { to, limit })).toEqual(known.flatMap(id => within(id).slice(0, limit)))
          const before = (object: string) => log.filter(each => each.object === object && each.time <= after && each.flags === 0)
          expect(await store.positions.lastBefore(asked, { until: after, limit })).toEqual(known.flatMap(id => before(id).slice(-limit)))
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('latest positions', () => {
  it('are the newest by event time of what is plausible, the first sent of one time, in whatever order they come', async () => {
    const sent = fc.array(
      fc.record({ object: fc.constantFrom('a', 'b', 'c'), time: fc.nat(6), flags: fc.constantFrom(0, 0, 0, 1, 2, 4, 8, 16) }),
      { minLength: 1, maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(fc.array(sent, { minLength: 1, maxLength: 4 }), async batches => {
        await empty()
        for (const batch of batches) await store.positions.append(batch.map(({ object, time, flags }) => fix(object, time, { flags })))
        const newest = new Map<string, unknown>()
        for (const each of (await all()).filter(({ flags }) => flags !== 2 && flags !== 16)) {
          const known = newest.get(each.object) as { time: number } | undefined
          if (!known || known.time < each.time) newest.set(each.object, each)
        }
        const found = await store.positions.latest({ limit: 10 })
        expect(found).toEqual([...newest].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each))
      }),
      { numRuns: 30 },
    )
  })

  it('are found by object, box, time and page', async () => {
    await store.positions.append([
      fix('a', 1, { lon: 1, lat: 1 }),
      fix('b', 2, { lon: 2, lat: 1 }),
      fix('c', 3, { lon: 3, lat: 1 }),
      fix('d', 4, { lon: 3, lat: 5 }),
    ])
    const ids = async (where: Partial<Parameters<typeof store.positions.latest>[0]>) =>
      (await store.positions.latest({ limit: 10, ...where })).map(({ object }) => object)
    expect(await ids({ objects: ['d', 'a', 'nobody'] })).toEqual(['a', 'd'])
    expect(await ids({ bbox: [2, 1, 3, 1] })).toEqual(['b', 'c'])
    expect(await ids({ since: start + 3 })).toEqual(['c', 'd'])
    expect(await ids({ after: 'b', limit: 1 })).toEqual(['c'])
    expect(await ids({ objects: ['a', 'c', 'd'], bbox: [0, 0, 3, 3], since: start + 2, after: 'a' })).toEqual(['c'])
  })
})

describe('retention', () => {
  it('drops whole days by when fixes were received, not by their time, and makes room ahead', async () => {
    await store.positions.append([
      fix('old', 20 * DAY, { received: start }),
      fix('edge', 0, { received: start + 5 * DAY }),
      fix('new', -20 * DAY, { received: start + 6 * DAY - 1 }),
    ])
    await store.positions.keep(start + 35 * DAY + 1)
    expect((await all()).map(({ object }) => object)).toEqual(['edge', 'new'])
    expect((await store.positions.latest({ limit: 10 })).map(({ object }) => object)).toEqual(['new'])
    expect(await partitions()).toEqual(expect.arrayContaining(['position_20260506', 'position_20260605', 'position_20260607']))
    expect(await store.positions.track('old', everything)).toEqual([])
    // A day that was dropped is made again when it is needed.
    await store.positions.append([fix('again', 0, { received: start })])
    expect((await store.positions.track('again', everything)).map(({ time }) => time)).toEqual([start])
    // Also when another process dropped it.
    await store.knex.raw('drop table position_20260501')
    await store.positions.append([fix('again', 1, { received: start })])
    expect(await store.positions.track('again', everything)).toHaveLength(1)
    await store.positions.keep(start + 90 * DAY)
    expect(await all()).toEqual([])
    expect((await partitions()).filter(name => name < 'position_20260630')).toEqual([])
  })
})
