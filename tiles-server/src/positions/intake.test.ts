import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { ZongtuError } from '../kernel/index.ts'
import type { NewFix } from '../store/index.ts'
import { Appender } from './appender.ts'
import { Intake, noCounts } from './intake.ts'
import { Unreadable } from './record.ts'

const now = Date.UTC(2026, 4, 1)
const record = (object: string, more: object = {}) => ({ object, time: '2026-05-01T08:00:00+08:00', lon: 113, lat: 33, ...more })
const intake = (add: (fixes: readonly NewFix[]) => Promise<void> | void, isKnown = (_: string) => false) =>
  new Intake({ appender: { add: async fixes => add(fixes) }, clock: { now: () => now }, isKnown, counts: noCounts() })
const turns = async (count = 20) => {
  for (let i = 0; i < count; i++) await turn()
}

describe('records', () => {
  it.each([
    ['a member that is none', record('a', { acuracy: 3 }), 'bad-property', /position 0 is an object: .*acuracy/],
    ['no object', { ...record('a'), object: undefined }, 'bad-property', /object is undefined/],
    ['an empty id', record(''), 'bad-property', /object is ""/],
    ['an id that is a path segment', record('..'), 'bad-property', /object is ".."/],
    ['an id with a line break', record('a\nb'), 'bad-property', /object/],
    ['an id of half a character', record('\ud83d'), 'bad-property', /object/],
    ['an id that is too long', record('x'.repeat(129)), 'bad-property', /object/],
    ['a time without offset', record('a', { time: '2026-05-01T08:00:00' }), 'bad-property', /time is "2026-05-01T08:00:00": .*offset/],
    ['an offset that is none', record('a', { time: '2026-05-01T08:00:00+25:00' }), 'bad-property', /time/],
    ['a day that is none', record('a', { time: '2026-02-30T08:00:00Z' }), 'bad-property', /time/],
    ['a number for a time', record('a', { time: 1 }), 'bad-property', /time is 1/],
    ['a time before any fix', record('a', { time: '1969-12-31T23:59:59Z' }), 'bad-property', /1970/],
    ['a time no database holds', record('a', { time: '9999-12-31T23:59:59-23:59' }), 'bad-property', /9999/],
    ['a longitude beyond', record('a', { lon: 180.1 }), 'bad-geometry', /lon is 180.1/],
    ['a latitude as text', record('a', { lat: '33' }), 'bad-geometry', /lat is "33"/],
    ['a speed below zero', record('a', { speed: -1 }), 'bad-property', /speed is -1/],
    ['a heading beyond the circle', record('a', { heading: 361 }), 'bad-property', /heading is 361/],
    ['nothing', null, 'bad-property', /position 0 is null/],
    ['a list', [], 'bad-property', /position 0 is an array/],
    ['what could not be read', new Unreadable('line 1 is x'), 'bad-json', /^line 1 is x$/],
  ])('with %s are rejected', async (_, bad, code, detail) => {
    const one = intake(() => undefined)
    await one.take([[bad, record('good')]])
    expect(one.receipt).toMatchObject({
      accepted: 1,
      rejectedCount: 1,
      rejected: [{ index: 0, code, detail: expect.stringMatching(detail) as string }],
    })
  })

  it('are kept as they are, times in UTC, with flags where they are implausible by themselves', async () => {
    const kept: NewFix[] = []
    const one = intake(
      fixes => void kept.push(...fixes),
      object => object === 'a',
    )
    await one.take([
      [
        record('a', { accuracy: 8.5, speed: null, heading: 360, time: '2026-05-01T08:00:00.1239+08:00' }),
        record('b', { time: '2026-05-01T00:02:00Z', lon: 0 }),
        record('c', { time: '2026-05-01T00:02:00.001Z', lon: 0, lat: -0 }),
        record('d', { time: '2026-05-01T00:02:00.001Z' }),
      ],
    ])
    const plain = { lon: 113, lat: 33, accuracy: null, speed: null, heading: null, received: now, flags: 0 }
    expect(kept).toEqual([
      { ...plain, object: 'a', time: now + 123, accuracy: 8.5, heading: 0 },
      { ...plain, object: 'b', time: now + 120_000, lon: 0 },
      { ...plain, object: 'c', time: now + 120_001, lon: 0, lat: -0, flags: 2 + 16 },
      { ...plain, object: 'd', time: now + 120_001, flags: 16 },
    ])
    expect(one.receipt).toEqual({ accepted: 4, rejected: [], rejectedCount: 0, unknown: 3, future: 2, nullIsland: 1 })
  })
})

describe('an intake', () => {
  it('commits every good record once and in order, and tells every bad one by its place, however they come', async () => {
    const kinds = fc.constantFrom('good', 'good', 'good', 'bad', 'none')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(kinds, { maxLength: 30 }), { maxLength: 12 }), fc.boolean(), async (chunks, slow) => {
        const committed: string[] = []
        const batches: number[] = []
        const one = intake(async fixes => {
          if (slow) await turn()
          batches.push(fixes.length)
          committed.push(...fixes.map(({ object }) => object))
        })
        let at = 0
        const of = (kind: string) => ({ good: record(`o${at}`), bad: 7, none: undefined })[kind] ?? undefined
        const sent = chunks.map(chunk =>
          chunk.map(kind => {
            const made = of(kind)
            at++
            return made
          }),
        )
        await one.take(sent)
        const places = chunks.flat()
        const having = (kind: string) => places.flatMap((each, i) => (each === kind ? [i] : []))
        expect(committed).toEqual(having('good').map(i => `o${i}`))
        expect(one.receipt.rejected.map(({ index }) => index)).toEqual(having('bad'))
        expect([one.receipt.accepted, one.receipt.rejectedCount]).toEqual([having('good').length, having('bad').length])
        expect(batches.every(size => size > 0)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  it('reads no more while the database does not keep up, and goes on when it does', async () => {
    let release: () => void = () => undefined
    const sizes: number[] = []
    const one = intake(fixes => {
      sizes.push(fixes.length)
      return new Promise(resolve => {
        release = resolve
      })
    })
    let pulled = 0
    function* endless() {
      for (; pulled < 40_000; pulled += 100) yield Array.from({ length: 100 }, (_, i) => record(`o${i}`))
    }
    const taking = one.take(endless())
    await turns(500)
    // One batch at the database, one gathered.
    expect([sizes, pulled]).toEqual([[5_000], 9_900])
    await turns(500)
    expect(pulled).toBe(9_900)
    for (let i = 0; i < 8; i++) {
      release()
      await turns(200)
    }
    await taking
    expect(sizes).toEqual(new Array<number>(8).fill(5_000))
    expect(one.receipt.accepted).toBe(40_000)
  })

  it('commits what came slowly 200 ms later, with what came while another commit was under way', async () => {
    vi.useFakeTimers()
    try {
      const sizes: number[] = []
      let release: () => void = () => undefined
      const one = intake(fixes => {
        sizes.push(fixes.length)
        return new Promise(resolve => {
          release = resolve
        })
      })
      let send: (records: unknown[] | null) => void = () => undefined
      async function* slowly() {
        for (;;) {
          const records = await new Promise<unknown[] | null>(resolve => {
            send = resolve
          })
          if (records === null) return
          yield records
        }
      }
      const tick = (ms: number) => vi.advanceTimersByTimeAsync(ms)
      const taking = one.take(slowly())
      await tick(0)
      send([record('a')])
      await tick(199)
      expect(sizes).toEqual([])
      await tick(1)
      expect(sizes).toEqual([1])
      send([record('b')])
      await tick(100)
      send([record('c')])
      await tick(500)
      expect(sizes).toEqual([1])
      release()
      await tick(0)
      expect(sizes).toEqual([1, 2])
      expect(one.receipt.accepted).toBe(1)
      release()
      send(null)
      await tick(0)
      await taking
      expect(one.receipt.accepted).toBe(3)
    } finally {
      vi.useRealTimers()
    }
  })

  it('tells the first thousand rejected, and the number of all', async () => {
    const one = intake(() => undefined)
    await one.take([new Array<unknown>(2_500).fill(1)])
    expect(one.receipt.rejected).toHaveLength(1_000)
    expect(one.receipt).toMatchObject({ accepted: 0, rejectedCount: 2_500 })
  })

  it('ends when a commit fails, and knows what was committed before', async () => {
    let commits = 0
    const away = new ZongtuError('store-unavailable', 'away')
    const one = intake(() => {
      if (++commits > 2) throw away
    })
    let pulled = 0
    function* records() {
      for (;;) {
        pulled += 1_000
        yield new Array<unknown>(1_000).fill(record('a'))
      }
    }
    await expect(one.take(records())).rejects.toBe(away)
    expect(one.receipt.accepted).toBe(10_000)
    expect(pulled).toBeLessThanOrEqual(25_000)
  })

  it('keeps what was committed when its sender breaks off', async () => {
    const committed: NewFix[] = []
    const one = intake(fixes => void committed.push(...fixes))
    function* records() {
      yield new Array<unknown>(7_000).fill(record('a'))
      throw new Error('gone')
    }
    await expect(one.take(records())).rejects.toThrow('gone')
    expect(committed).toHaveLength(5_000)
    expect(one.receipt.accepted).toBe(5_000)
  })
})

describe('an appender', () => {
  const fixes = (count: number) => new Array<NewFix>(count).fill({} as NewFix)

  it('commits what waits together, at most a batch at a time, in order; a failure is that of those in it', async () => {
    const sizes: number[] = []
    const appender = new Appender(async batch => {
      sizes.push(batch.length)
      await turn()
      if (sizes.length === 2) throw new Error('away')
      return 0
    })
    const done = await Promise.allSettled([1, 2_000, 2_999, 2, 4_999, 5_000].map(count => appender.add(fixes(count))))
    expect(sizes).toEqual([1, 4_999, 2, 4_999, 5_000])
    expect(done.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
    await appender.idle()
  })
})
