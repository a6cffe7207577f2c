import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FenceRule } from '../../tiles-server/src/contract/index.ts'
import { resolveObjects, resolveZones, touchedFences } from '../../tiles-server/src/geofence/index.ts'
import type { AppliedBatch } from '../../tiles-server/src/live/index.ts'
import { importRows, trees } from '../store/datasets.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { type Client, createClient } from '../support/client.ts'
import { addFence, ask, square } from './support.ts'

let app: RunningApp
let client: Client
beforeAll(async () => {
  app = await startApp()
  client = createClient(app.url)
})
afterAll(() => app.close())

const zone = (id: string, kind: string, lon = 113) => ({
  type: 'Feature' as const,
  id,
  geometry: square(lon, 33),
  properties: { name: `区 ${id}`, kind },
})
const patrol = (id: string, status: string) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: [113, 33] },
  properties: { name: id, status },
})
const rule = (over: Partial<FenceRule>) => ({ detect: ['enter'], zones: [], objects: { all: true }, ...over }) as unknown as FenceRule
const keys = (zones: FenceRule['zones']) => resolveZones(rule({ zones }), app.live).map(({ key }) => key)
const ids = (objects: FenceRule['objects']) => resolveObjects({ objects }, app.live).ids

it('zones are what the layers hold now, each once, under keys that stay', async () => {
  for (const id of ['a', 'b']) await client.create('zone', zone(id, 'defence'))
  await client.create('zone', zone('c', 'control'))
  const defence = { layer: 'zone', filter: "kind = 'defence'" }
  expect(keys([{ layer: 'zone', id: 'b' }, defence])).toEqual(['zone/b', 'zone/a'])
  expect(
    keys([
      { layer: 'zone', id: 'gone' },
      { layer: 'nowhere', filter: 'TRUE' },
      { layer: 'zone', filter: 'colour = 1' },
    ]),
  ).toEqual([])
  expect(keys([{ layer: 'zone', filter: 'S_INTERSECTS(geometry, POINT(113.005 33.005))' }])).toEqual(['zone/a', 'zone/b', 'zone/c'])
  expect(resolveZones(rule({ zones: [{ layer: 'zone', id: 'a' }] }), app.live)).toEqual([
    { key: 'zone/a', name: '区 a', geometry: square(113, 33) },
  ])

  const drawn = keys([{ geometry: square(1, 1), name: '画的' }, { geometry: square(1, 1) }, { geometry: square(1, 2) }])
  expect(drawn).toHaveLength(2)
  for (const key of drawn) expect(key).toMatch(/^geometry\/[\w-]{16}$/)
  // As sent, as kept, and however its members are ordered.
  const { zones, id } = await addFence(app, {
    zones: [{ geometry: { coordinates: square(1, 1).coordinates, type: 'Polygon', bbox: [1] } }],
  })
  expect(keys(zones)).toEqual(drawn.slice(0, 1))
  expect(keys((await app.fences.get(id)).zones)).toEqual(drawn.slice(0, 1))

  await client.replace('zone', zone('a', 'control', 114), (await client.get('zone', 'a')).version)
  expect(keys([defence])).toEqual(['zone/b'])
  expect(resolveZones(rule({ zones: [{ layer: 'zone', id: 'a' }] }), app.live)[0]).toMatchObject({
    key: 'zone/a',
    geometry: square(114, 33),
  })
})

it('a corridor has lines for zones, and nothing else', async () => {
  const line = { type: 'LineString' as const, coordinates: [square(1, 1).coordinates[0]![0]!, square(1, 1).coordinates[0]![1]!] }
  await client.create('road', { type: 'Feature', id: 'r', geometry: line, properties: { class: 'local' } })
  const all = [{ layer: 'road', filter: 'TRUE' }, { layer: 'zone', filter: 'TRUE' }, { geometry: line }]
  const found = resolveZones(rule({ detect: ['corridor'], corridor: { width: 50 }, zones: all }), app.live)
  expect(found.map(({ geometry }) => geometry.type)).toEqual(['LineString', 'LineString'])
  expect(keys(all)).toEqual(expect.not.arrayContaining(['road/r']))
})

it('objects are named, or of a group as the layer is now, or any', async () => {
  for (const [id, status] of [
    ['p1', 'free'],
    ['p2', 'busy'],
  ] as const)
    await client.create('patrol', patrol(id, status))
  expect(ids({ ids: ['x', 'y'] })).toEqual(new Set(['x', 'y']))
  expect(ids({ group: { layer: 'patrol' } })).toEqual(new Set(['p1', 'p2']))
  expect(ids({ group: { layer: 'patrol', filter: "status = 'free'" } })).toEqual(new Set(['p1']))
  expect(ids({ group: { layer: 'nowhere' } })).toEqual(new Set())
  const any = resolveObjects({ objects: { all: true } }, app.live)
  expect([any.ids, any.has('whoever')]).toEqual([null, true])
})

it('a change touches the fences whose zones or objects it is about, before or after', async () => {
  const fences: Record<string, FenceRule> = {
    named: rule({ zones: [{ layer: 'zone', id: 't' }] }),
    filtered: rule({ zones: [{ layer: 'zone', filter: "kind = 'patrol'" }] }),
    other: rule({ zones: [{ layer: 'zone', filter: "kind = 'control'" }] }),
    group: rule({ objects: { group: { layer: 'patrol', filter: "status = 'off'" } }, zones: [{ geometry: square(1, 1) }] }),
    drawn: rule({ zones: [{ geometry: square(1, 1) }], objects: { ids: ['t'] } }),
    trees: rule({ zones: [{ layer: 'touched', filter: 'TRUE' }] }),
  }
  const batches: AppliedBatch[] = []
  const stop = app.live.onApplied(batch => batches.push(batch))
  const touched = async (work: () => Promise<unknown>) => {
    batches.length = 0
    await work()
    const found = batches.flatMap(batch => [...touchedFences(Object.entries(fences), batch, app.live)])
    return found.map(([name, { zones, objects }]) => `${name}${zones ? ' zones' : ''}${objects ? ' objects' : ''}`)
  }
  const replace = async (feature: ReturnType<typeof zone>) =>
    client.replace('zone', feature, (await client.get('zone', feature.id)).version)

  expect(await touched(() => client.create('zone', zone('t', 'patrol')))).toEqual(['named zones', 'filtered zones'])
  expect(await touched(() => replace(zone('t', 'control')))).toEqual(['named zones', 'filtered zones', 'other zones'])
  expect(await touched(() => replace(zone('t', 'control', 115)))).toEqual(['named zones', 'other zones'])
  expect(await touched(() => client.create('zone', zone('u', 'defence')))).toEqual([])
  expect(await touched(() => client.create('patrol', patrol('p3', 'off')))).toEqual(['group objects'])
  expect(await touched(() => client.create('patrol', patrol('p4', 'free')))).toEqual([])
  expect(await touched(() => importRows(app, trees('touched'), new Map([['a', 1]]), 'replace'))).toEqual(['trees zones'])
  expect(await touched(() => ask(app, 'DELETE', '/fences/none', { headers: { 'if-match': '*' } }))).toEqual([])
  stop()
})
