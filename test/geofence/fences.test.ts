import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fence, FenceSaved, FenceTemplate } from '../../tiles-server/src/contract/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { createClient } from '../support/client.ts'
import { addFence, ask, plain, square } from './support.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
  const client = createClient(app.url)
  for (const [i, kind] of ['patrol', 'defence', 'defence'].entries()) {
    await client.create('zone', { type: 'Feature', id: `z${i}`, geometry: square(113 + i, 33), properties: { name: `区${i}`, kind } })
  }
  for (const id of ['p1', 'p2']) {
    await client.create('patrol', {
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [113, 33] },
      properties: { name: id, status: 'free', kind: 'car' },
    })
  }
})
afterAll(() => app.close())

const post = (over: object) => ask<FenceSaved>(app, 'POST', '/fences', { body: plain(over) })
const warned = async (over: object) => {
  const { status, body } = await post(over)
  expect(status, JSON.stringify(body)).toBe(201)
  return body.warnings.map(({ code, property }) => `${code} ${property}`)
}

describe('a fence', () => {
  it('is kept with all defaults filled in, and is read as it was written', async () => {
    const made = await post({ crowd: { count: 10 }, detect: ['exit', 'crowd', 'enter', 'exit'] })
    expect(made.status).toBe(201)
    const { warnings, ...fence } = made.body
    expect(warnings).toEqual([])
    expect(fence).toMatchObject({
      version: 1,
      enabled: true,
      dryRun: false,
      detect: ['enter', 'exit', 'crowd'],
      confirm: { fixes: 2, seconds: 0 },
      maxGap: { seconds: 60, metres: 1000 },
      crowd: { count: 10, clear: 8 },
      severity: 'minor',
      cooldown: 0,
      createdBy: 'local',
    })
    const read = await ask(app, 'GET', `/fences/${fence.id}`)
    expect(read.body).toEqual(fence)
    expect(read.headers.get('etag')).toBe(made.headers.get('etag'))
    expect(made.headers.get('location')).toBe(`/api/fences/${fence.id}`)
    const same = await fetch(`${app.url}/api/fences/${fence.id}`, { headers: { 'if-none-match': read.headers.get('etag')! } })
    expect(same.status).toBe(304)
  })

  it('is replaced by its next version only by who knows the current one, and every version stays', async () => {
    const fence = await addFence(app)
    const path = `/fences/${fence.id}`
    const first = (await ask(app, 'GET', path)).headers.get('etag')!
    expect((await ask(app, 'PUT', path, { body: fence })).body.code).toBe('version-required')
    const second = await ask<FenceSaved>(app, 'PUT', path, { body: { ...fence, enabled: false }, headers: { 'if-match': first } })
    expect([second.status, second.body.version, second.body.enabled]).toEqual([200, 2, false])
    expect((await ask(app, 'PUT', path, { body: fence, headers: { 'if-match': first } })).body.code).toBe('stale-version')

    // What GET answered, sent back, changes nothing.
    const read = await ask<Fence>(app, 'GET', path)
    expect(read.body).toEqual((({ warnings: _, ...rest }) => rest)(second.body))
    const again = await ask<FenceSaved>(app, 'PUT', path, { body: read.body, headers: { 'if-match': second.headers.get('etag')! } })
    expect([again.status, again.body.version]).toEqual([200, 2])

    expect((await ask(app, 'DELETE', path, { headers: { 'if-match': first } })).status).toBe(412)
    expect((await ask(app, 'DELETE', path, { headers: { 'if-match': '*' } })).status).toBe(204)
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await ask(app, method, path, { headers: { 'if-match': '*' }, ...(method === 'PUT' && { body: fence }) })).body.code).toBe(
        'unknown-fence',
      )
    const { body } = await ask<{ removedAt: string; versions: Fence[]; cursor: string }>(app, 'GET', `${path}/versions?limit=1`)
    expect(body.removedAt).toEqual(expect.any(String))
    expect(body).toMatchObject({ removedBy: 'local', versions: [{ version: 2, enabled: false }] })
    const rest = await ask<{ versions: Fence[]; cursor: null }>(app, 'GET', `${path}/versions?limit=1&cursor=${body.cursor}`)
    expect(rest.body).toMatchObject({ versions: [{ version: 1, enabled: true, actor: 'local' }], cursor: null })
  })

  it('of every part comes back as it went', async () => {
    const full = {
      name: '全部',
      description: '一\n二',
      enabled: false,
      dryRun: true,
      detect: ['enter', 'exit', 'cross', 'dwell', 'loiter', 'crowd', 'absent', 'silent', 'speed'],
      objects: { group: { layer: 'patrol', filter: "status = 'free'" } },
      zones: [
        { geometry: square(1.1234567890123, 1), name: '画' },
        { layer: 'zone', id: 'z0' },
        { layer: 'zone', filter: 'TRUE' },
      ],
      margin: 0.1,
      confirm: { fixes: 1, seconds: 1e-7 },
      dwell: { seconds: 60 },
      loiter: { seconds: 60, entries: 2, window: 120 },
      crowd: { count: 2, clear: 1 },
      absent: { seconds: 60 },
      silent: { seconds: 60 },
      speed: { above: 1, below: 2, seconds: 3 },
      maxGap: { seconds: 30, metres: 500 },
      schedule: { timeZone: 'Europe/Berlin', weekly: [{ days: [7, 1], from: '22:00', to: '24:00' }] },
      severity: 'critical',
      cooldown: 5,
      message: { 'zh-CN': '{object}', en: '{zone}' },
    }
    const made = await ask<FenceSaved>(app, 'POST', '/fences', { body: full })
    expect([made.status, made.body.warnings]).toEqual([201, []])
    expect(made.body).toMatchObject(full)
    const headers = { 'if-match': made.headers.get('etag')! }
    const again = await ask<FenceSaved>(app, 'PUT', `/fences/${made.body.id}`, { body: made.body, headers })
    expect([again.status, again.body]).toEqual([200, made.body])
  })

  it('keeps its name in the change log from data sets', async () => {
    for (const name of ['fence', 'alert']) {
      const response = await fetch(`${app.url}/api/imports?layer=${name}`, {
        method: 'POST',
        headers: { 'content-type': 'text/csv' },
        body: 'id,lon,lat\n1,113,33\n',
      })
      expect(await response.text()).toMatch(/"code":"bad-/)
      expect(app.live.has(name)).toBe(false)
    }
  })

  it('is written by one of several who read the same version', async () => {
    const fence = await addFence(app)
    const tag = (await ask(app, 'GET', `/fences/${fence.id}`)).headers.get('etag')!
    const writes = Array.from({ length: 5 }, (_, i) =>
      ask(app, 'PUT', `/fences/${fence.id}`, { body: plain({ name: `第${i}次` }), headers: { 'if-match': tag } }),
    )
    expect((await Promise.all(writes)).map(({ status }) => status).sort()).toEqual([200, 412, 412, 412, 412])
  })

  it('is found by what it detects and whether it is on, page after page', async () => {
    const made = [await addFence(app, { detect: ['cross'] }), await addFence(app, { detect: ['cross', 'exit'], enabled: false })]
    const all = async (query: string) => {
      const ids: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const { body }: { body: { fences: Fence[]; cursor: string | null } } = await ask(
          app,
          'GET',
          `/fences?limit=1&${query}${cursor && `&cursor=${cursor}`}`,
        )
        ids.push(...body.fences.map(({ id }) => id))
        cursor = body.cursor
      }
      return ids
    }
    const own = new Set(made.map(({ id }) => id))
    const found = async (query: string) => (await all(query)).filter(id => own.has(id))
    expect(await found('detect=cross')).toEqual(made.map(({ id }) => id))
    expect(await found('detect=dwell')).toEqual([])
    expect(await found('detect=cross&enabled=true')).toEqual([made[0]!.id])
    expect(await found('detect=cross&enabled=false')).toEqual([made[1]!.id])
    expect((await app.fences.all()).map(({ id }) => id)).toEqual(await all(''))
  })

  it.each(['/fences?', '/fences/FENCE/versions?', '/alerts?'])('is not asked for by a cursor that is made up: %s', async path => {
    const { id } = await addFence(app)
    const list = `/api${path.slice(0, -1).replace('/FENCE', '')}`
    for (const last of [
      '\0',
      '-1',
      '9'.repeat(30),
      '2026-05-01T00:00:00.000Z \0',
      '0000-01-01T00:00:00.000Z x',
      '2026-99-01T00:00:00.000Z x',
    ]) {
      const cursor = Buffer.from(JSON.stringify([list, last])).toString('base64url')
      const { status } = await ask(app, 'GET', `${path.replace('FENCE', id)}cursor=${cursor}`)
      // Of fences any text is a place in the order of their ids.
      expect([last, status]).toEqual([last, list === '/api/fences' && last !== '\0' && !last.endsWith('\0') ? 200 : 400])
    }
  })

  it('tells every process what became of it', async () => {
    const told: (readonly string[] | null)[] = []
    const stop = app.fences.onChange(ids => told.push(ids))
    const { id } = await addFence(app)
    await ask(app, 'PUT', `/fences/${id}`, { body: plain({ name: 'x' }), headers: { 'if-match': '*' } })
    await ask(app, 'DELETE', `/fences/${id}`, { headers: { 'if-match': '*' } })
    stop()
    expect(told).toEqual([[id], [id], [id]])
  })
})

describe('what is refused, by code and member', () => {
  const line = {
    type: 'LineString',
    coordinates: [
      [113, 33],
      [113.1, 33],
    ],
  }
  const bowtie = {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
  }
  it.each<[string, object, string, string]>([
    ['no zone', { zones: [] }, '400 bad-property', 'zones'],
    ['an empty zone', { zones: [{ geometry: { type: 'Polygon', coordinates: [] } }] }, '400 bad-geometry', 'zones.0.geometry'],
    ['a zone that crosses itself', { zones: [{ geometry: bowtie }] }, '400 bad-geometry', 'zones.0.geometry'],
    ['a line where areas are asked for', { zones: [{ geometry: line }] }, '400 bad-geometry', 'zones.0.geometry'],
    ['an area where a line is asked for', { detect: ['corridor'], corridor: { width: 100 } }, '400 bad-geometry', 'zones.0.geometry'],
    ['a zone that says two things', { zones: [{ layer: 'zone', id: 'z0', filter: 'TRUE' }] }, '400 bad-property', 'zones.0'],
    ['an unknown layer', { zones: [{ layer: 'nowhere', id: 'z0' }] }, '404 unknown-layer', 'zones.0.layer'],
    ['an unknown feature', { zones: [{ layer: 'zone', id: 'z9' }] }, '404 unknown-feature', 'zones.0.id'],
    ['a layer of points', { zones: [{ layer: 'patrol', filter: 'TRUE' }] }, '400 bad-fence', 'zones.0.layer'],
    ['a filter that does not fit', { zones: [{ layer: 'zone', filter: 'colour = 1' }] }, '400 bad-filter', 'zones.0.filter'],
    ['a filter too many', { zones: Array.from({ length: 21 }, () => ({ layer: 'zone', filter: 'TRUE' })) }, '400 bad-fence', 'zones'],
    ['no filter at all', { zones: [{ layer: 'zone' }] }, '400 bad-property', 'zones.0'],
    ['no object', { objects: { ids: [] } }, '400 bad-property', 'objects.ids'],
    ['objects and all', { objects: { ids: ['a'], all: true } }, '400 bad-property', 'objects'],
    ['a group of an unknown layer', { objects: { group: { layer: 'nowhere' } } }, '404 unknown-layer', 'objects.group.layer'],
    [
      'a group by a filter that is none',
      { objects: { group: { layer: 'patrol', filter: 'status =' } } },
      '400 bad-filter',
      'objects.group.filter',
    ],
    ['nothing to detect', { detect: [] }, '400 bad-property', 'detect'],
    ['an unknown word', { detect: ['enter', 'fly'] }, '400 bad-property', 'detect.1'],
    ['dwell without saying how long', { detect: ['dwell'] }, '400 bad-fence', 'dwell'],
    ['loitering by nothing', { detect: ['loiter'], loiter: { window: 60 } }, '400 bad-fence', 'loiter'],
    ['loitering longer than its window', { detect: ['loiter'], loiter: { seconds: 61, window: 60 } }, '400 bad-fence', 'loiter.seconds'],
    [
      'a crowd of more than there are',
      { detect: ['crowd'], crowd: { count: 3 }, objects: { ids: ['a', 'b', 'a'] } },
      '400 bad-fence',
      'crowd.count',
    ],
    ['a crowd that is over before it is one', { detect: ['crowd'], crowd: { count: 3, clear: 4 } }, '400 bad-fence', 'crowd.clear'],
    ['a speed that nothing has', { detect: ['speed'], speed: { above: 10, below: 10 } }, '400 bad-fence', 'speed.above'],
    ['a speed of nothing', { detect: ['speed'], speed: {} }, '400 bad-fence', 'speed'],
    ['a gap of nothing', { maxGap: { seconds: 0 } }, '400 bad-property', 'maxGap.seconds'],
    ['a schedule that never opens', { schedule: { weekly: [] } }, '400 bad-property', 'schedule.weekly'],
    [
      'a time that is none',
      { schedule: { weekly: [{ days: [1], from: '24:00', to: '25:00' }] } },
      '400 bad-property',
      'schedule.weekly.0.from',
    ],
    [
      'an unknown time zone',
      { schedule: { timeZone: 'Asia/Nowhere', weekly: [{ days: [1], from: '08:00', to: '09:00' }] } },
      '400 bad-property',
      'schedule.timeZone',
    ],
    ['an unknown placeholder', { message: { 'zh-CN': '{object}', en: '{who}' } }, '400 bad-property', 'message.en'],
    ['a brace alone', { message: { 'zh-CN': '}', en: 'x' } }, '400 bad-property', 'message.zh-CN'],
    ['a member that there is not', { colour: 'red' }, '400 bad-property', 'the body'],
    ['a name with a line break', { name: 'a\nb' }, '400 bad-property', 'name'],
    ['a description with NUL', { description: 'a\0' }, '400 bad-property', 'description'],
    ['half a character', { description: '\ud800' }, '400 bad-property', 'description'],
    ['a filter with NUL', { zones: [{ layer: 'zone', filter: "name = 'a\0'" }] }, '400 bad-property', 'zones.0.filter'],
    [
      'a group by half a character',
      { objects: { group: { layer: 'patrol', filter: "name = '\ud800'" } } },
      '400 bad-property',
      'objects.group.filter',
    ],
    ['an id of 129 characters', { objects: { ids: ['x'.repeat(129)] } }, '400 bad-property', 'objects.ids.0'],
  ])('%s', async (_, over, code, property) => {
    const seq = app.live.seq
    const { status, body } = await ask<{ code: string; property: string; detail: string }>(app, 'POST', '/fences', { body: plain(over) })
    expect([`${status} ${body.code}`, body.property], body.detail).toEqual([code, property])
    expect(app.live.seq).toBe(seq)
  })

  it('more positions than a fence may draw', async () => {
    const ring = Array.from({ length: 60_000 }, (_, i) => [
      113 + Math.cos((i * Math.PI) / 30_000) / 10,
      33 + Math.sin((i * Math.PI) / 30_000) / 10,
    ])
    const geometry = { type: 'Polygon', coordinates: [[...ring, ring[0]]] }
    const { body } = await ask<{ code: string; property: string }>(app, 'POST', '/fences', {
      body: plain({ zones: [{ geometry }, { geometry }] }),
    })
    expect([body.code, body.property]).toEqual(['bad-geometry', 'zones'])
  })
})

describe('what is saved and said', () => {
  const nights = { weekly: [{ days: [1, 2, 3, 4, 5], from: '22:00', to: '06:00' }] }
  it.each<[string, object, string[]]>([
    ['nothing to say', { zones: [{ layer: 'zone', filter: "kind = 'defence'" }], objects: { group: { layer: 'patrol' } } }, []],
    ['a filter that matches no zone', { zones: [{ layer: 'zone', filter: "kind = 'control'" }] }, ['no-zones zones.0.filter']],
    ['a group of nobody', { objects: { group: { layer: 'patrol', filter: "status = 'off'" } } }, ['no-objects objects.group']],
    [
      'a crowd larger than the group',
      { detect: ['crowd'], crowd: { count: 3 }, objects: { group: { layer: 'patrol' } } },
      ['crowd-too-large crowd.count'],
    ],
    ['a part that is not asked for', { dwell: { seconds: 60 } }, ['unused dwell']],
    [
      'a stay longer than any night',
      { detect: ['dwell'], dwell: { seconds: 8 * 3600 + 1 }, schedule: nights },
      ['longer-than-open dwell.seconds'],
    ],
    ['a stay as long as a night', { detect: ['dwell'], dwell: { seconds: 8 * 3600 }, schedule: nights }, []],
    [
      'a confirmation longer than any opening',
      { confirm: { seconds: 700 }, schedule: { weekly: [{ days: [1], from: '08:00', to: '08:10' }] } },
      ['longer-than-open confirm.seconds'],
    ],
    [
      'loitering for more than a day and night hold together',
      { detect: ['loiter'], loiter: { seconds: 8 * 3600 + 60, window: 86_400 }, schedule: nights },
      ['longer-than-open loiter.seconds'],
    ],
    ['loitering over two nights', { detect: ['loiter'], loiter: { seconds: 16 * 3600, window: 2 * 86_400 }, schedule: nights }, []],
    ['a speed that is taken for a wrong fix', { detect: ['speed'], speed: { above: 100 } }, ['implausible speed.above']],
  ])('%s', async (_, over, expected) => expect(await warned(over)).toEqual(expected))
})

describe('the templates', () => {
  it('are five, and each is accepted when it is filled in', async () => {
    const { body } = await ask<{ templates: FenceTemplate[] }>(app, 'GET', '/fence-templates')
    expect(body.templates.map(({ name }) => name['zh-CN'])).toEqual(['防区徘徊', '漏巡', '离岗', '聚集', '布控区'])
    for (const { id, fence, fill } of body.templates) {
      const missing = ['objects', 'zones'].filter(member => !(member in fence))
      expect(fill.map(({ property }) => property)).toEqual(expect.arrayContaining(missing))
      const filled = { ...fence, objects: fence.objects ?? { ids: ['p1'] }, zones: [{ layer: 'zone', id: 'z1' }] }
      const { status, body: saved } = await ask<FenceSaved>(app, 'POST', '/fences', { body: filled })
      expect([id, status, saved.warnings]).toEqual([id, 201, []])
    }
  })
})
