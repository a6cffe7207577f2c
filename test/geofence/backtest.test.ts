import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Alert, BacktestFound, BacktestLine, Fence } from '../../tiles-server/src/contract/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { openTestStore } from '../support/run.ts'
import { subscribe } from '../support/sse.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { allLines, backtest, begin, inputOf, iso } from './backtest-support.ts'
import { caughtUp, watched } from './engine-rows.ts'
import { addFence, alertsOf, ask, plain, square } from './support.ts'
import { randomOf, START, shuffled, world } from './worlds.ts'

/** A clock that stands until it is moved. */
const clock = { time: START - 86_400_000, now: () => clock.time }
const INSIDE = [113.005, 33.005] as const
const OUTSIDE = [113.0125, 33.005] as const

/** Fixes of these days are kept, whenever this runs. */
const OPTIONS = () => ({ store, clock, positionDays: 3_650 })

let store: TestStore
let app: RunningApp
beforeAll(async () => {
  store = await openTestStore()
  app = await startApp(OPTIONS())
  await watched(app, (await addFence(app, { name: 'warm-up' })).id)
})
afterEach(async () => {
  for (const fence of await app.fences.all()) await app.fences.remove(fence.id, { actor: 'test', ifMatch: '*' })
})
afterAll(async () => {
  await app.close()
  await store.remove()
})

type Place = readonly [lon: number, lat: number]
const fixAt = (object: string, time: number, [lon, lat]: Place, received = time) => ({
  ...{ object, time, received, lon, lat, accuracy: 8, speed: null, heading: null, flags: 0 },
})
/** Fixes every ten seconds, beginning a day after all before; answers the time before the first. */
async function report(object: string, ...places: Place[]): Promise<number> {
  clock.time += 86_400_000
  const from = clock.time
  const fixes = places.map(place => {
    clock.time += 10_000
    return fixAt(object, clock.time, place)
  })
  for (let i = 0; i < fixes.length; i += 5_000) await app.store.positions.append(fixes.slice(i, i + 5_000))
  return from
}
const spanFrom = (from: number) => ({ from: iso(from), to: iso(clock.time) })
const only = (object: string) => ({ objects: { ids: [object] } })
const brief = ({ object, transition, initial, time }: Pick<Alert, 'object' | 'transition' | 'initial' | 'time'>): string =>
  [object, transition, initial && 'initial', time].filter(Boolean).join(' ')
const briefs = (found: readonly BacktestFound[]): string[] => found.map(({ run, alert }) => `${run} ${brief(alert)}`)

describe('a backtest', () => {
  it.each([1, 2, 3, 4])('says what the engine said of the same fixes, as they came; world %d', async seed => {
    const random = randomOf(seed)
    const size = { seed: seed * 7919, objects: 4, fences: 3, fixes: 80 }
    const made = world(size)
    const shift = Math.ceil((clock.time + 3_600_000 - START) / 86_400_000) * 86_400_000
    const begun: { fence: Fence; from: number }[] = []
    // With it the engine has heard that those of the test before are gone: each of these begins at its own moment.
    await watched(app, (await addFence(app)).id)
    for (const [i, rule] of made.fences.entries()) {
      if (rule.detect.length === 0) continue
      clock.time = START + shift - 100_000 + i * 10_000
      const fence = await addFence(app, inputOf(rule))
      await watched(app, fence.id)
      begun.push({ fence, from: clock.time })
    }
    const log = shuffled(made.fixes, random).map(({ seq: _, ...fix }) => ({
      ...{ ...fix, heading: null, time: fix.time + shift, received: fix.received + shift },
    }))
    for (let i = 0; i < log.length; i += 100) await app.store.positions.append(log.slice(i, i + 100))
    clock.time = log.at(-1)!.received + 900_000
    await caughtUp(app, clock.time)
    for (const { fence, from } of begun) {
      const live = (await alertsOf(app, `fence=${fence.id}&withdrawn=false&limit=1000`)).reverse()
      // An engine decides on groups five seconds later.
      const to = clock.time - 5_000
      const { status, body } = await backtest(app, fence.id, { from: iso(from), to: iso(to) })
      expect(status).toBe(200)
      const shown = (alert: Alert | BacktestFound['alert']) => {
        const { id, fence: of, fenceVersion, object, zone, zoneName, transition, situation, time, initial, reason, position, fixes } = alert
        return { id, of, fenceVersion, object, zone, zoneName, transition, situation, time, initial, reason, position, fixes }
      }
      const inTime = live.filter(({ time }) => Date.parse(time) <= to)
      const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
      expect(body.alerts.map(({ alert }) => shown(alert)).sort(byId)).toEqual(inTime.map(shown).sort(byId))
      const texts = new Map(inTime.filter(({ late }) => !late).map(({ id, explanation }) => [id, explanation]))
      for (const { alert } of body.alerts) if (texts.has(alert.id)) expect(alert.explanation).toEqual(texts.get(alert.id))
      expect(body.runs).toMatchObject([{ version: 1, alerts: inTime.length, truncated: false }])
      expect(body.runs[0]!.situations).toBe(new Set(inTime.map(({ situation }) => situation)).size)
      const times = body.alerts.map(({ alert }) => alert.time)
      expect(times).toEqual([...times].sort())
    }
  })

  it('begins with who is inside, and closes nothing', async () => {
    const from = await report('b1', OUTSIDE, INSIDE, INSIDE, INSIDE)
    const fence = await addFence(app, { ...only('b1'), detect: ['enter', 'exit', 'dwell'], dwell: { seconds: 60 } })
    clock.time += 3_600_000
    const begun = from + 35_000
    const { body } = await backtest(app, fence.id, spanFrom(begun))
    expect(briefs(body.alerts)).toEqual([`first b1 enter initial ${iso(begun)}`, `first b1 dwell ${iso(begun + 60_000)}`])
    expect(body).toMatchObject({ fixes: 1, objects: 1 })
    const unmoved = await backtest(app, fence.id, spanFrom(from + 40_000))
    expect(briefs(unmoved.body.alerts)[0]).toBe(`first b1 enter initial ${iso(from + 40_000)}`)
    const ended = await backtest(app, fence.id, { from: iso(begun), to: iso(begun + 1_000) })
    expect(briefs(ended.body.alerts)).toEqual([`first b1 enter initial ${iso(begun)}`])
  })

  it('knows where an object was though its last fixes jump', async () => {
    const far = [115, 33] as const
    const from = await report('b2', ...Array<Place>(20).fill(INSIDE), far, far, far)
    const fence = await addFence(app, only('b2'))
    clock.time += 60_000
    const { body } = await backtest(app, fence.id, { from: iso(clock.time - 1_000), to: iso(clock.time) })
    expect(briefs(body.alerts)).toEqual([`first b2 enter initial ${iso(clock.time - 1_000)}`])
    expect((await backtest(app, fence.id, spanFrom(from))).body.notEvaluated).toMatchObject({ tooFast: 3 })
  })

  it('finds what came too late for the engine, and counts what says nothing', async () => {
    const fence = await addFence(app, only('b3'))
    await watched(app, fence.id)
    const from = await report('b3', OUTSIDE)
    await app.store.positions.append(Array.from({ length: 120 }, (_, i) => fixAt('b3', from + 120_000 + i * 10_000, OUTSIDE)))
    clock.time = from + 1_400_000
    const late = (after: number, place: Place, flags = 0) => ({ ...fixAt('b3', from + after, place, clock.time), flags })
    await app.store.positions.append([
      ...[late(30_000, INSIDE), late(40_000, INSIDE), late(50_000, INSIDE), late(50_000, INSIDE)],
      ...[late(51_000, [0, 0], 2), late(52_000, OUTSIDE, 16)],
    ])
    clock.time += 10_000
    await caughtUp(app, clock.time)
    expect(await alertsOf(app, `fence=${fence.id}`)).toEqual([])
    const { body } = await backtest(app, fence.id, spanFrom(from))
    expect(briefs(body.alerts)).toEqual([`first b3 enter ${iso(from + 30_000)}`, `first b3 exit ${iso(from + 120_000)}`])
    expect(body.fixes).toBe(127)
    expect(body.notEvaluated).toEqual({ duplicate: 1, tooFast: 0, nullIsland: 1, future: 1 })
  })

  it('tries out drafts, and compares two runs', async () => {
    const from = await report('b4', OUTSIDE, INSIDE, INSIDE, OUTSIDE, OUTSIDE, INSIDE, OUTSIDE, OUTSIDE)
    const span = spanFrom(from)
    const fence = await addFence(app, only('b4'))
    const hasty = plain({ ...only('b4'), confirm: { fixes: 1 }, enabled: false })
    const put = await ask<Fence>(app, 'PUT', `/fences/${fence.id}`, { headers: { 'if-match': '*' }, body: hasty })
    expect(put.body.version).toBe(2)
    const alone = async (run: object) => (await backtest(app, fence.id, { ...span, runs: [run] })).body.alerts.map(({ alert }) => alert)
    const [one, two, draft] = [await alone({ version: 1 }), await alone({ version: 2 }), await alone({ rule: hasty })]
    expect([one.length, two.length]).toEqual([2, 4])
    expect(draft.map(brief)).toEqual(two.map(brief))
    expect(draft.map(each => [each.fence, each.fenceVersion])).toEqual(two.map(() => [fence.id, null]))
    expect(two.map(({ fenceVersion }) => fenceVersion)).toEqual([2, 2, 2, 2])
    const nobodys = await backtest(app, null, { ...span, runs: [{ rule: hasty }, { rule: plain(only('b4')) }] })
    expect(nobodys.body.alerts.every(({ alert }) => alert.fence === null && alert.fenceVersion === null)).toBe(true)

    const both = await backtest(app, fence.id, { ...span, runs: [{ version: 1 }, { version: 2 }] })
    const ofSecond = new Set(two.map(brief))
    const ofFirst = new Set(one.map(brief))
    const expected = [
      ...one.map(alert => `${ofSecond.has(brief(alert)) ? 'both' : 'first'} ${brief(alert)}`),
      ...two.filter(alert => !ofFirst.has(brief(alert))).map(alert => `second ${brief(alert)}`),
    ]
    expect(briefs(both.body.alerts).sort()).toEqual(expected.sort())
    expect(both.body.comparison).toEqual({ both: 2, first: 0, second: 2 })
    expect(both.body.runs.map(({ version, alerts }) => [version, alerts])).toEqual([
      [1, 2],
      [2, 4],
    ])
    expect(briefs(nobodys.body.alerts).map(line => line.split(' ')[0])).toEqual(
      briefs(both.body.alerts).map(line => line.split(' ')[0]!.replace('second', 'first')),
    )
  })

  it('tells how far it is, then alerts by time, then what they come to; at most so many', async () => {
    const places = Array.from({ length: 10_050 }, (_, i): Place => (i % 2 === 0 ? OUTSIDE : INSIDE))
    const from = await report('b5', ...places)
    const rule = plain({ ...only('b5'), confirm: { fixes: 1 } })
    const lines = await allLines(app, null, { ...spanFrom(from), runs: [{ rule }] })
    const types = lines.map(({ type }) => type)
    const alerts = lines.filter(line => line.type === 'alert')
    const progress = lines.filter(line => line.type === 'progress')
    expect(types).toEqual([...progress.map(() => 'progress'), ...alerts.map(() => 'alert'), 'done'])
    expect(progress[0]).toEqual({ type: 'progress', objects: { done: 0, of: 1 }, fixes: 0 })
    expect(lines.at(-1)).toMatchObject({ fixes: 10_050, objects: 1, runs: [{ alerts: 10_049, truncated: true }] })
    expect(alerts.length).toBe(10_000)
    const times = alerts.map(({ alert }) => alert.time)
    expect(times).toEqual([...times].sort())
    expect(times.at(-1)).toBe(iso(from + 100_010_000))
    const { body } = await backtest(app, null, { ...spanFrom(from), runs: [{ rule }, { rule }] })
    expect(body.comparison).toEqual({ both: 10_049, first: 0, second: 0 })
    expect(body.alerts.map(({ alert }) => alert.time)).toEqual(times)
    expect(body.runs.map(({ truncated }) => truncated)).toEqual([true, true])
  })

  it('stops when the connection is closed, and runs two at a time', async () => {
    const from = await report('b6', OUTSIDE)
    const ids = Array.from({ length: 3_000 }, (_, i) => `many-${i}`)
    const asked = { ...spanFrom(from), runs: [{ rule: plain({ objects: { ids } }) }] }
    const reads: string[] = []
    const note = ({ sql }: { sql: string }): void => {
      if (/lateral \(select \* from position/.test(sql)) reads.push(sql)
    }
    app.store.knex.on('query', note)
    const all = await allLines(app, null, asked)
    expect(all.at(-1)).toMatchObject({ type: 'done', objects: 3_000 })
    const [whole] = [reads.splice(0).length]

    // What is being read waits, so that no run can come to its end.
    let release: () => void = () => undefined
    let held: Promise<void> = Promise.resolve()
    await new Promise<void>((resolve, reject) => {
      held = app.store.knex.transaction(async trx => {
        await trx.raw('lock table position in access exclusive mode')
        const released = new Promise<void>(done => {
          release = done
        })
        resolve()
        await released
      })
      held.catch(reject)
    })
    const running: Awaited<ReturnType<typeof begin>>[] = []
    for (let i = 0; i < 2; i++) {
      const run = await begin(app, null, asked)
      expect((await run.lines.next()).value).toMatchObject({ type: 'progress' } satisfies Partial<BacktestLine>)
      running.push(run)
    }
    const third = await backtest(app, null, asked)
    expect([third.status, third.body]).toMatchObject([429, { code: 'busy' }])
    for (const run of running) run.leave()
    const next = await until('one more may run', async () => {
      const run = await begin(app, null, asked)
      return run.status === 200 ? run : undefined
    })
    release()
    await held
    let last: BacktestLine | undefined
    for (let line = await next.lines.next(); !line.done; line = await next.lines.next()) last = line.value
    expect(last).toMatchObject({ type: 'done', objects: 3_000 })
    expect(reads.length - whole).toBeLessThanOrEqual(2)
    app.store.knex.removeListener('query', note)
  })

  it('refuses what it cannot do', async () => {
    const fence = await addFence(app)
    const [from, to] = ['2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z']
    const rule = plain()
    const refused = async (of: string | null, body: object, status: number, code: string, property?: string): Promise<void> => {
      const answer = await backtest(app, of, body)
      expect([answer.status, answer.body]).toMatchObject([status, { code, ...(property !== undefined && { property }) }])
    }
    await refused(fence.id, { from, to: from }, 400, 'bad-property', 'to')
    await refused(fence.id, { from: to, to: from }, 400, 'bad-property', 'to')
    await refused(fence.id, { from, to: '2026-06-01T00:00:01Z' }, 400, 'bad-property', 'to')
    await refused(fence.id, { from: '2026-05-01', to }, 400, 'bad-property', 'from')
    await refused(fence.id, { from, to: 'x'.repeat(1_000_000) }, 400, 'bad-property', 'to')
    await refused(fence.id, { from }, 400, 'bad-property', 'to')
    await refused(fence.id, { from, to, runs: [] }, 400, 'bad-property', 'runs')
    await refused(fence.id, { from, to, runs: [{ version: 1 }, { version: 1 }, { version: 1 }] }, 400, 'bad-property', 'runs')
    await refused(fence.id, { from, to, runs: [{ version: 1 }, { version: 2 }] }, 400, 'bad-property', 'runs.1.version')
    await refused(fence.id, { from, to, runs: [{ version: 2 ** 31 - 2 }] }, 400, 'bad-property', 'runs.0.version')
    await refused(fence.id, { from, to, runs: [{ version: 1, rule }] }, 400, 'bad-property')
    await refused(fence.id, { from, to, until: to }, 400, 'bad-property')
    await refused('nobody', { from, to }, 404, 'unknown-fence')
    await refused(null, { from, to }, 400, 'bad-property', 'runs')
    await refused(null, { from, to, runs: [{ version: 1 }] }, 400, 'bad-property')
    await refused(null, { from, to, runs: [{ rule: { ...rule, detect: ['dwell'] } }] }, 400, 'bad-fence', 'dwell')
    await refused(null, { from, to, runs: [{ rule: { ...rule, zones: [{ layer: 'nowhere', id: 'x' }] } }] }, 404, 'unknown-layer')
    await refused(null, { from, to, runs: [{ rule: { ...rule, zones: [{ layer: 'zone', id: 'x' }] } }] }, 404, 'unknown-feature')
    const bomb = await fetch(`${app.url}/api/fences/backtest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"runs":${'['.repeat(100_000)}`,
    })
    expect(bomb.status).toBe(400)
    const large = await fetch(`${app.url}/api/fences/backtest`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from, to, runs: 'x'.repeat(11 * 1024 * 1024) }),
    })
    expect(large.status).toBe(413)
    await app.fences.remove(fence.id, { actor: 'test', ifMatch: '*' })
    await refused(fence.id, { from, to }, 404, 'unknown-fence')
    for (const [first, last] of [
      ['1960-01-01T00:00:00Z', '1960-01-02T00:00:00Z'],
      ['9999-12-31T00:00:00Z', '9999-12-31T23:59:59Z'],
      ['0001-01-01T00:00:00Z', '0001-01-02T00:00:00Z'],
    ]) {
      const empty = await backtest(app, null, { from: first, to: last, runs: [{ rule: { ...rule, ...only('nobody') } }] })
      expect([empty.status, empty.body.alerts]).toEqual([200, []])
    }
  })

  it('writes nothing and tells nobody, and says the same after a restart', async () => {
    const from = await report('b7', OUTSIDE, INSIDE, INSIDE, OUTSIDE, OUTSIDE)
    const fence = await addFence(app, { ...only('b7'), enabled: false })
    await ask(app, 'POST', '/webhooks', { body: { name: 'x', url: 'https://hooks.example.org/x' } })
    const stream = await subscribe(`${app.url}/api/stream`)
    const seq = await app.store.currentSeq()
    const body = { ...spanFrom(from), runs: [{ version: 1 }, { rule: plain({ ...only('b7'), detect: ['enter'] }) }] }
    const before = await backtest(app, fence.id, body)
    expect(before.body.runs.map(({ alerts }) => alerts)).toEqual([2, 1])
    expect(await app.store.currentSeq()).toBe(seq)
    expect(await alertsOf(app, `fence=${fence.id}&dryRun=any`)).toEqual([])
    const { rows } = await app.store.knex.raw<{ rows: [{ n: number }] }>('select count(*)::integer as n from delivery')
    expect(rows[0].n).toBe(0)
    const made = await ask(app, 'POST', '/layers/zone/features', {
      body: { type: 'Feature', id: 'b7', geometry: square(113, 33), properties: { name: 'b7', kind: 'defence' } },
    })
    expect(made.status).toBe(201)
    // What a backtest told would have come before.
    await until('the zone is told', () => stream.events.find(({ event }) => event === 'change'))
    expect(stream.events.filter(({ event }) => event === 'alert')).toEqual([])
    stream.close()
    await app.close()
    app = await startApp(OPTIONS())
    expect((await backtest(app, fence.id, body)).body).toEqual(before.body)
  })
})
