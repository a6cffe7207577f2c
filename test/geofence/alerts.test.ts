import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Alert, Fence } from '../../tiles-server/src/contract/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { storeKind } from '../support/run.ts'
import { until } from '../support/until.ts'
import { addFence, alertsOf, ask, plain, raised, save } from './support.ts'

let app: RunningApp
let fence: Fence
beforeAll(async () => {
  app = await startApp()
  fence = await addFence(app, {
    message: { 'zh-CN': '{object} 进入 {zone}（{time}，{fence}）', en: '{object} entered {zone} at {time} ({fence})' },
  })
})
afterAll(() => app.close())

const idsOf = async (query: string) => (await alertsOf(app, query)).map(({ id }) => id)
const post = (id: string, step: string, body?: unknown) => ask<Alert & { code: string }>(app, 'POST', `/alerts/${id}/${step}`, { body })
const steps = ({ history }: Alert) => history.map(({ action }) => action)

describe('alerts that an engine raises', () => {
  it('are told with their numbers in words and the message of the very version that raised them', async () => {
    const alert = raised(fence, 'told', 0)
    expect(await save(app, { raised: [alert] })).toEqual({ raised: ['told'], updated: [], withdrawn: [] })
    await ask(app, 'PUT', `/fences/${fence.id}`, { body: plain({ name: '改名' }), headers: { 'if-match': '*' } })
    const { body, headers } = await ask<Alert>(app, 'GET', '/alerts/told')
    expect(body).toEqual({
      id: 'told',
      version: 1,
      fence: fence.id,
      fenceVersion: 1,
      fenceName: '南门',
      object: 'car-1',
      zone: 'zone/z1',
      zoneName: '一号区',
      transition: 'enter',
      situation: 'told',
      time: '2026-05-01T04:00:00.000Z',
      decidedAt: '2026-05-01T04:00:05.000Z',
      late: false,
      initial: false,
      reason: null,
      withdrawn: false,
      dryRun: false,
      severity: 'minor',
      position: [113.005, 33.005],
      evidence: { edge: 12, confirmed: 3, accuracy: 8 },
      explanation: {
        en: 'entered 12 m beyond the edge, confirmed by 3 fixes, accuracy 8 m',
        'zh-CN': '进入边界 12 米，经 3 次定位确认，精度 8 米',
      },
      message: {
        'zh-CN': 'car-1 进入 一号区（2026-05-01 12:00:00，南门）',
        en: 'car-1 entered 一号区 at 2026-05-01 12:00:00 (南门)',
      },
      fixes: [{ time: '2026-05-01T04:00:00.000Z', lon: 113.005, lat: 33.005, accuracy: 8 }],
      status: 'open',
      assignee: null,
      history: [{ at: '2026-05-01T04:00:05.000Z', actor: 'engine', action: 'raised' }],
    })
    const same = await fetch(`${app.url}/api/alerts/told`, { headers: { 'if-none-match': headers.get('etag')! } })
    expect(same.status).toBe(304)
  })

  it('change nothing when they are raised again, also within one step and after people dealt with them', async () => {
    const alert = raised(fence, 'twice', 1)
    expect((await save(app, { raised: [alert, { ...alert, severity: 'critical' }] })).raised).toEqual(['twice'])
    await post('twice', 'close', {})
    const before = await ask(app, 'GET', '/alerts/twice')
    const { seq } = app.live
    expect((await save(app, { raised: [{ ...alert, late: true }] })).raised).toEqual([])
    expect(await ask(app, 'GET', '/alerts/twice')).toMatchObject({ body: before.body })
    expect(before.body).toMatchObject({ severity: 'minor', status: 'closed', version: 2 })
    expect(app.live.seq).toBe(seq)
  })

  it('are withdrawn once, stand again when they are raised again, and say something else when they are updated', async () => {
    const alert = raised(fence, 'bent', 2)
    await save(app, { raised: [alert] })
    expect((await save(app, { withdrawn: [{ id: 'bent', at: alert.time }] })).withdrawn).toEqual(['bent'])
    expect(
      (
        await save(app, {
          withdrawn: [
            { id: 'bent', at: alert.time },
            { id: 'unheard-of', at: 0 },
          ],
        })
      ).withdrawn,
    ).toEqual([])
    expect(await idsOf(`fence=${fence.id}&withdrawn=true`)).toEqual(['bent'])
    expect(await idsOf(`fence=${fence.id}&withdrawn=false`)).not.toContain('bent')
    expect(await idsOf(`fence=${fence.id}`)).toContain('bent')

    const again = { ...alert, late: true, evidence: { edge: 30 } }
    expect((await save(app, { raised: [again] })).raised).toEqual(['bent'])
    expect((await save(app, { updated: [again] })).updated).toEqual([])
    expect((await save(app, { updated: [{ ...again, evidence: { edge: 31 } }] })).updated).toEqual(['bent'])
    const { body } = await ask<Alert>(app, 'GET', '/alerts/bent')
    expect(body).toMatchObject({
      withdrawn: false,
      late: true,
      version: 4,
      explanation: { en: 'entered 31 m beyond the edge, by fixes that came late' },
    })
    expect(steps(body)).toEqual(['raised', 'withdraw', 'raised', 'update'])
    expect(await save(app, { raised: [raised(fence, 'brief', 2)], withdrawn: [{ id: 'brief', at: alert.time }] })).toEqual({
      raised: ['brief'],
      updated: [],
      withdrawn: ['brief'],
    })
  })

  it('come and go with the transaction of the engine', async () => {
    const broken = app.store.write('engine', async tx => {
      await app.alerts.save(tx, { raised: [raised(fence, 'undone', 3)] })
      throw new Error('the engine died')
    })
    await expect(broken).rejects.toThrow('the engine died')
    expect((await ask(app, 'GET', '/alerts/undone')).body.code).toBe('unknown-alert')
  })

  it('are told to listeners of every process, in order', async () => {
    const other = storeKind() === 'postgis' ? await startApp({ store: app.testStore }) : undefined
    const told: Record<string, string[]> = {}
    for (const [name, each] of Object.entries({ app, ...(other && { other }) })) {
      told[name] = []
      each.alerts.onAlert((alert, { isNew }) => told[name]!.push(`${alert.id} ${isNew ? 'new' : alert.status}`))
    }
    await save(app, { raised: [raised(fence, 'heard-1', 4), raised(fence, 'heard-2', 4)] })
    const expected = ['heard-1 new', 'heard-2 new', 'heard-2 acknowledged', 'heard-1 closed']
    for (const list of Object.values(told)) await until('new alerts are told', () => list.length === 2)
    await post('heard-2', 'ack')
    await post('heard-1', 'close', { reason: '误报' })
    for (const list of Object.values(told)) await until('all are told', () => list.length === 4)
    for (const list of Object.values(told)) expect(list).toEqual(expected)
    await other?.close()
  })
})

describe('what people do', () => {
  it('goes from status to status, each step with who and when', async () => {
    await save(app, { raised: [raised(fence, 'flow', 5)] })
    const tags = new Set<string>()
    const done = async (step: string, body?: unknown) => {
      const answer = await post('flow', step, body)
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      expect(Number(answer.headers.get('zongtu-seq'))).toBeLessThanOrEqual(app.live.seq)
      tags.add(answer.headers.get('etag')!)
      return [answer.body.status, answer.body.assignee]
    }
    expect(await done('ack')).toEqual(['acknowledged', null])
    expect(await done('assign', { to: '张三' })).toEqual(['assigned', '张三'])
    expect(await done('assign', { to: '李四' })).toEqual(['assigned', '李四'])
    expect(await done('note', { text: '已到场\n无异常' })).toEqual(['assigned', '李四'])
    expect(await done('close', { reason: '误报' })).toEqual(['closed', '李四'])
    expect(await done('note', { text: '补记' })).toEqual(['closed', '李四'])
    expect(await done('reopen')).toEqual(['open', null])
    expect(tags.size).toBe(7)
    const { body } = await ask<Alert>(app, 'GET', '/alerts/flow')
    expect(body.history.slice(1).map(({ at: _, ...step }) => step)).toEqual([
      { actor: 'local', action: 'ack' },
      { actor: 'local', action: 'assign', to: '张三' },
      { actor: 'local', action: 'assign', to: '李四' },
      { actor: 'local', action: 'note', note: '已到场\n无异常' },
      { actor: 'local', action: 'close', note: '误报' },
      { actor: 'local', action: 'note', note: '补记' },
      { actor: 'local', action: 'reopen' },
    ])
    const times = body.history.slice(1).map(({ at }) => at)
    expect(times).toEqual([...times].sort())
  })

  it('is done once however often it is asked, and refused where the status does not allow it', async () => {
    await save(app, { raised: [raised(fence, 'rules', 6)] })
    const outcome = async (step: string, body?: unknown) => {
      const answer = await post('rules', step, body)
      return answer.status === 200 ? `${answer.body.status} ${answer.body.version}` : `${answer.status} ${answer.body.code}`
    }
    expect(await outcome('reopen')).toBe('open 1')
    expect(await outcome('ack')).toBe('acknowledged 2')
    expect(await outcome('ack')).toBe('acknowledged 2')
    expect(await outcome('reopen')).toBe('409 alert-status')
    expect(await outcome('assign', { to: 'a' })).toBe('assigned 3')
    expect(await outcome('assign', { to: 'a' })).toBe('assigned 3')
    expect(await outcome('ack')).toBe('409 alert-status')
    expect(await outcome('close', {})).toBe('closed 4')
    expect(await outcome('close', { reason: 'x' })).toBe('closed 4')
    expect(await outcome('ack')).toBe('409 alert-status')
    expect(await outcome('assign', { to: 'a' })).toBe('409 alert-status')
    expect(await outcome('reopen')).toBe('open 5')
    expect(await outcome('assign', {})).toBe('400 bad-property')
    expect(await outcome('note', { text: '' })).toBe('400 bad-property')
    expect(await outcome('note', { text: 'a\0' })).toBe('400 bad-property')
    expect((await post('nothing', 'ack')).body.code).toBe('unknown-alert')
  })

  it('by several at once is all written down', async () => {
    await save(app, { raised: [raised(fence, 'busy', 7)] })
    await Promise.all([
      ...Array.from({ length: 8 }, (_, i) => post('busy', 'note', { text: `${i}` })),
      post('busy', 'ack'),
      post('busy', 'ack'),
    ])
    const { body } = await ask<Alert>(app, 'GET', '/alerts/busy')
    expect([body.version, steps(body).filter(step => step === 'note').length, steps(body).filter(step => step === 'ack').length]).toEqual([
      10, 8, 1,
    ])
  })
})

describe('the list', () => {
  let own: Fence
  beforeAll(async () => {
    own = await addFence(app)
    const at = (name: string, minutes: number, over: object = {}) => raised(own, name, minutes, over)
    await save(app, {
      raised: [
        at('a-enter', 0),
        at('a-dwell', 10, { transition: 'dwell', enter: 'a-enter', severity: 'major' }),
        at('a-exit', 20, { transition: 'exit', enter: 'a-enter' }),
        at('b-enter', 10, { object: 'car-2', zone: 'zone/z2' }),
        at('c-crowd', 15, { object: null, transition: 'crowd', position: null, fixes: [] }),
        at('d-dry', 30, { dryRun: true, object: 'car-3' }),
      ],
    })
    await post('b-enter', 'ack')
  })
  const list = (query = '') => idsOf(`fence=${own.id}&${query}`)

  it('is newest first and leaves out dry runs unless they are asked for', async () => {
    expect(await list()).toEqual(['a-exit', 'c-crowd', 'b-enter', 'a-dwell', 'a-enter'])
    expect(await list('dryRun=true')).toEqual(['d-dry'])
    expect((await list('dryRun=any'))[0]).toBe('d-dry')
  })

  it.each([
    ['object=car-2', ['b-enter']],
    ['zone=zone/z2', ['b-enter']],
    ['transition=dwell', ['a-dwell']],
    ['status=acknowledged', ['b-enter']],
    ['severity=major', ['a-dwell']],
    ['from=2026-05-01T12:15:00%2B08:00', ['a-exit', 'c-crowd']],
    ['to=2026-05-01T04:00:00Z', ['a-enter']],
    ['from=2026-05-01T04:10:00Z&to=2026-05-01T04:15:00Z', ['c-crowd', 'b-enter', 'a-dwell']],
    ['to=0000-01-01T00:00:00Z', []],
    ['object=nobody', []],
  ])('selects by %s', async (query, expected) => expect(await list(query)).toEqual(expected))

  it('comes in pages that together are all of it', async () => {
    for (const query of ['', '&group=situation']) {
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body }: { body: { alerts: Alert[]; cursor: string | null } } = await ask(
          app,
          'GET',
          `/alerts?fence=${own.id}&limit=1${query}${cursor && `&cursor=${cursor}`}`,
        )
        seen.push(...body.alerts.map(({ id }) => id))
        cursor = body.cursor
      }
      expect(seen).toEqual(await list(query))
    }
  })

  it('says one situation in one line', async () => {
    const lines = async (query = '') =>
      (await alertsOf(app, `fence=${own.id}&group=situation&${query}`)).map(({ id, count }) => `${id} ${count}`)
    expect(await lines()).toEqual(['a-exit 3', 'c-crowd 1', 'b-enter 1'])
    expect(await lines('severity=major')).toEqual(['a-dwell 1'])
    expect(await lines('to=2026-05-01T04:10:00Z')).toEqual(['b-enter 1', 'a-dwell 2'])
    expect((await alertsOf(app, `fence=${own.id}`))[0]).not.toHaveProperty('count')
  })

  it.each(['from=today', 'status=lost', 'dryRun=maybe', 'group=fence', 'limit=0', 'cursor=x', 'withdrawn=1'])('refuses %s', async query => {
    expect((await ask(app, 'GET', `/alerts?${query}`)).body.code).toBe('bad-parameter')
  })

  it('refuses the cursor of another list', async () => {
    const { body } = await ask(app, 'GET', '/fences?limit=1')
    expect((await ask(app, 'GET', `/alerts?cursor=${body.cursor as string}`)).body.code).toBe('bad-parameter')
  })
})
