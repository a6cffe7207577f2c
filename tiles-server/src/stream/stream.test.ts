import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ChangeEvent, TilesEvent } from '../contract/index.ts'
import type { AppliedBatch, Live } from '../live/index.ts'
import { createStream } from './stream.ts'
import type { Sink, StreamLimits, Subscription } from './types.ts'

/** A source of batches with the two calls the stream listens to, in a stated order. */
function source(tilesFirst: boolean) {
  let applied: (batch: AppliedBatch) => void = () => undefined
  let evicted: (events: readonly TilesEvent[]) => void = () => undefined
  const loading: string[] = []
  const live = {
    seq: 10,
    loading,
    onApplied: (listener: typeof applied) => {
      applied = listener
      return () => undefined
    },
  } as unknown as Live
  return {
    live,
    loading,
    tiles: {
      onEvicted: (listener: typeof evicted) => {
        evicted = listener
      },
    },
    apply: async (
      changes: readonly ChangeEvent[],
      tiles: readonly TilesEvent[] = [],
      reset: readonly string[] = [],
      untold: readonly string[] = [],
    ) => {
      const seq = Math.max(...changes.map(change => change.seq), ...tiles.map(event => event.seq))
      if (tilesFirst && tiles.length > 0) evicted(tiles)
      applied({ seq, changes, diffs: [], reset, untold })
      if (!tilesFirst && tiles.length > 0) evicted(tiles)
      await Promise.resolve()
    },
  }
}

interface Received {
  id: string
  event: string
  data: Record<string, unknown>
}

/** A client as the HTML standard describes it, cut at any character. */
function client(
  pending = () => 0,
): Sink & { text: string; ended: 'no' | 'end' | 'abrupt'; events(upTo?: number): Received[]; lastId(upTo?: number): string } {
  const read = (text: string): { events: Received[]; lastId: string } => {
    const events: Received[] = []
    let lastId = ''
    for (const block of text.split('\n\n').slice(0, -1)) {
      const field = (name: string) =>
        block
          .split('\n')
          .find(line => line.startsWith(`${name}: `))
          ?.slice(name.length + 2)
      lastId = field('id') ?? lastId
      const data = field('data')
      if (data !== undefined) events.push({ id: lastId, event: field('event')!, data: JSON.parse(data) as Record<string, unknown> })
    }
    return { events, lastId }
  }
  return {
    text: '',
    ended: 'no',
    write(text) {
      this.text += text
    },
    pending,
    end(abruptly) {
      this.ended = abruptly ? 'abrupt' : 'end'
    },
    events(upTo?: number) {
      return read(this.text.slice(0, upTo)).events
    },
    lastId(upTo?: number) {
      return read(this.text.slice(0, upTo)).lastId
    },
  }
}

const change = (seq: number, layer = 'incident', x = 0): ChangeEvent => ({
  seq,
  layer,
  op: 'update',
  id: `f${seq}`,
  bbox: [x, x, x + 1, x + 1],
})
const tile = (seq: number, layer = 'incident', x = 0): TilesEvent => ({ seq, layer, bbox: [x, x, x + 1, x + 1], tiles: [[3, 1, 2]] })

function open(tilesFirst = true, limits: Partial<StreamLimits> = {}, boot = 'b0') {
  const from = source(tilesFirst)
  const works = new Map<number, () => void>()
  const stream = createStream({
    ...from,
    positions: { onPositions: () => () => undefined },
    boot,
    limits,
    every: (ms, work) => {
      works.set(ms, work)
      return () => undefined
    },
  })
  const run = (ms: number) => works.get(ms)!()
  const join = (subscription: Subscription = {}, sink = client()) => ({ sink, stop: stream.subscribe(subscription, sink) })
  return { ...from, stream, join, beat: () => run(5_000) }
}

const kinds = (sink: ReturnType<typeof client>): string[] => sink.events().map(({ event, data }) => `${event} ${String(data.seq)}`)

describe('the event stream', () => {
  it.each([true, false])('greets with the current state and tells tiles before changes (tiles told first: %s)', async first => {
    const { join, apply } = open(first)
    const { sink } = join()
    await apply([change(11), change(12)], [tile(12)])
    expect(kinds(sink)).toEqual(['hello 10', 'tiles 12', 'change 11', 'change 12'])
    expect(sink.lastId()).toBe('12')
  })

  it('tells a layer that was reloaded as one change of all of it', async () => {
    const { join, apply } = open()
    const { sink } = join()
    await apply([{ seq: 11, layer: 'camera', op: 'all', id: null, bbox: null }], [], ['camera', 'zone'], ['zone'])
    expect(
      sink
        .events()
        .slice(1)
        .map(event => [event.data.layer, event.data.op]),
    ).toEqual([
      ['camera', 'all'],
      ['zone', 'all'],
    ])
  })

  it('filters by layer and by place; what has no place passes', async () => {
    const { join, apply } = open()
    const byLayer = join({ layers: new Set(['camera']) }).sink
    const byPlace = join({ bbox: [5, 5, 6, 6] }).sink
    await apply(
      [change(11, 'camera', 0), change(12, 'incident', 5), { ...change(13), bbox: null }],
      [{ seq: 13, layer: 'zone', all: true }],
    )
    expect(kinds(byLayer)).toEqual(['hello 10', 'change 11'])
    expect(byLayer.lastId()).toBe('13')
    expect(kinds(byPlace)).toEqual(['hello 10', 'tiles 13', 'change 12', 'change 13'])
  })

  it('loses nothing and repeats nothing, wherever the connection is cut', async () => {
    const layers = ['incident', 'camera', 'zone']
    const batch = fc.record({ changes: fc.array(fc.nat(2), { minLength: 1, maxLength: 4 }), tiles: fc.array(fc.nat(2), { maxLength: 3 }) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(batch, { minLength: 1, maxLength: 6 }),
        fc.array(batch, { maxLength: 3 }),
        fc.subarray(layers, { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (before, during, wanted, cut) => {
          const { join, apply } = open()
          let seq = 10
          const run = async ({ changes, tiles }: { changes: number[]; tiles: number[] }) => {
            const told = changes.map(i => change(++seq, layers[i]))
            await apply(
              told,
              tiles.map(i => tile(seq, layers[i])),
            )
          }
          const subscription = { layers: new Set(wanted) }
          const whole = join(subscription).sink
          const first = join(subscription)
          for (const each of before) await run(each)
          first.stop()
          const greeting = first.sink.text.indexOf('\n\n') + 2
          const at = greeting + Math.floor(cut * (first.sink.text.length - greeting))
          for (const each of during) await run(each)
          const second = join({ ...subscription, lastEventId: first.sink.lastId(at) }).sink
          await run(during[0] ?? before[0]!)
          const told = (events: Received[]) => events.filter(({ event }) => event !== 'hello').map(({ event, data }) => ({ event, data }))
          expect(told([...first.sink.events(at), ...second.events()])).toEqual(told(whole.events()))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('loses nothing that is told late, under a number that was told before; at most that is repeated', async () => {
    const step = fc.record({ late: fc.boolean(), tiles: fc.nat(2), beat: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 6 }),
        fc.array(step, { maxLength: 4 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        async (before, during, cut) => {
          const { join, apply, beat } = open()
          let seq = 10
          let x = 0
          const late = new Set<number>()
          const run = async (steps: typeof before) => {
            for (const { late: isLate, tiles, beat: beats } of steps) {
              const count = isLate ? tiles + 1 : tiles
              if (!isLate) seq++
              const named = Array.from({ length: count }, (): TilesEvent => ({ ...tile(seq), tiles: [[9, ++x, 0]] }))
              if (isLate) for (const event of named) if ('tiles' in event) late.add(event.tiles[0]![1])
              await apply(isLate ? [] : [change(seq)], named)
              if (beats) beat()
            }
          }
          const told = (events: Received[]) => events.filter(({ event }) => event === 'tiles' || event === 'change')
          const whole = join().sink
          const first = join()
          await run(before)
          first.stop()
          const at = Math.floor(cut * first.sink.text.length)
          await run(during)
          const second = join(first.sink.lastId(at) === '' ? {} : { lastEventId: first.sink.lastId(at) }).sink
          if (first.sink.lastId(at) === '') return
          const seen = new Set<string>()
          const once: unknown[] = []
          for (const { event, data } of told([...first.sink.events(at), ...second.events()])) {
            const text = JSON.stringify([event, data])
            if (seen.has(text)) expect(late).toContain((data.tiles as [number, number, number][])[0]![1])
            else once.push([event, data])
            seen.add(text)
          }
          expect(once).toEqual(told(whole.events()).map(({ event, data }) => [event, data]))
        },
      ),
      { numRuns: 300 },
    )
  })

  it('answers reset where what was told late is no longer known', async () => {
    const { join, apply } = open(true, { ringEvents: 2 })
    await apply([change(11)])
    await apply([], [tile(11), tile(11), tile(11)])
    expect(kinds(join({ lastEventId: '11' }).sink)).toEqual(['hello 11', 'reset 11'])
    await apply([change(12)])
    expect(kinds(join({ lastEventId: '12' }).sink)).toEqual(['hello 12'])
  })

  it.each(['9', '11.0.other', '99', 'rubbish', '-1', '12.7', '10.0.b0'])(
    'answers reset to an id it cannot resume from: %s',
    async lastEventId => {
      const { join, apply } = open()
      await apply([change(11), change(12)])
      const { sink } = join({ lastEventId })
      expect(kinds(sink)).toEqual(['hello 12', 'reset 12'])
      expect(sink.lastId()).toBe('12')
    },
  )

  it('resumes elsewhere only after what was told is also loaded', async () => {
    const before = open(true, {}, 'a1')
    const { sink } = before.join()
    before.loading.push('camera')
    await before.apply([{ seq: 11, layer: 'camera', op: 'all', id: null, bbox: null }])
    before.beat()
    const early = sink.lastId()
    const greeted = before.join().sink.lastId()
    before.loading.length = 0
    await before.apply([], [{ seq: 11, layer: 'camera', all: true }], ['camera'])
    before.beat()
    const late = sink.lastId()

    // The process that starts next has loaded the layer, and tells nothing about it.
    const next = open(true, {}, 'b2')
    await next.apply([change(11)])
    for (const lastEventId of [early, greeted]) {
      expect(kinds(next.join({ lastEventId }).sink)).toEqual(['hello 11', 'reset 11'])
      expect(
        before
          .join({ lastEventId })
          .sink.events()
          .filter(({ event }) => event === 'tiles'),
      ).toHaveLength(1)
    }
    expect(kinds(next.join({ lastEventId: late }).sink)).toEqual(['hello 11'])
    expect(late).toBe('11')
  })

  it('forgets beyond the ring, by events and by bytes', async () => {
    for (const limits of [{ ringEvents: 3 }, { ringBytes: 500 }]) {
      const { join, apply } = open(true, limits)
      for (let seq = 11; seq <= 40; seq++) await apply([change(seq)])
      expect(kinds(join({ lastEventId: '20' }).sink)).toEqual(['hello 40', 'reset 40'])
      expect(kinds(join({ lastEventId: '39' }).sink)).toEqual(['hello 40', 'change 40'])
      expect(kinds(join({ lastEventId: '40' }).sink)).toEqual(['hello 40'])
    }
  })

  it('beats with the position it has reached, so that a narrow filter does not fall behind', async () => {
    const { join, apply, beat } = open(true, { ringEvents: 2 })
    const { sink } = join({ layers: new Set(['zone']) })
    for (let seq = 11; seq <= 20; seq++) await apply([change(seq)])
    beat()
    expect(sink.text.endsWith('id: 20\nevent: heartbeat\ndata: {"seq":20}\n\n')).toBe(true)
    expect(kinds(join({ lastEventId: sink.lastId() }).sink)).toEqual(['hello 20'])
  })

  it('cuts off who does not read, and lets it resume', async () => {
    let unsent = 0
    const { join, apply, stream } = open(true, { pendingBytes: 100 })
    const slow = join(
      {},
      client(() => unsent),
    ).sink
    await apply([change(11)])
    unsent = 101
    await apply([change(12)])
    expect(slow.ended).toBe('abrupt')
    expect(stream.subscribers).toBe(0)
    expect(slow.lastId()).toBe('11')
  })

  it('answers reset instead of a replay that is larger than a client may hold unsent', async () => {
    const { join, apply } = open(true, { pendingBytes: 300 })
    for (let seq = 11; seq <= 20; seq++) await apply([change(seq)])
    expect(kinds(join({ lastEventId: '10' }).sink)).toEqual(['hello 20', 'reset 20'])
  })

  it('takes so many subscribers and no more, and ends them all when it closes', () => {
    const { join, stream } = open(true, { subscribers: 2 })
    const first = join()
    const second = join()
    expect(() => join()).toThrow(/at most 2/)
    first.stop()
    const third = join()
    stream.close()
    expect([first, second, third].map(({ sink }) => sink.ended)).toEqual(['no', 'end', 'end'])
    expect(() => join()).toThrow()
  })
})
