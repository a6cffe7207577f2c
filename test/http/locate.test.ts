import type { Polygon } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import { sendImport } from '../import/client.ts'
import { isInside, ringsOf } from '../proofs/exact.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { randomCoverage } from '../support/random-coverage.ts'
import { unitRow } from '../support/unit-row.ts'

let app: RunningApp
let random: Random
/** The grids as the test knows them. */
let grids: UnitRow[]

const box = (west: number, south: number, east: number, north: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})

beforeAll(async () => {
  random = seededRandom(11)
  app = await startApp()
  const { faces } = randomCoverage(random, {
    columns: 8,
    rows: 8,
    faces: 20,
    gaps: 0.1,
    size: 20_000,
    origin: [1_132_000_000, 331_000_000],
  })
  grids = faces.map(({ id, geometry }) => unitRow(id, 4, 'm', geometry))
  const above = [unitRow('c', 0, null), unitRow('k', 1, 'c'), unitRow('s', 2, 'k'), unitRow('m', 3, 's')]
  // A branch that ends at its county.
  const county = unitRow('lone', 1, 'c', box(113, 33, 113.001, 33.001))
  await app.features.replaceUnits({ kind: 'load', note: '', retire: [], put: [...above, county, ...grids] }, 'test')
})
afterAll(() => app.close())

interface Place {
  readonly units: readonly { readonly level: string; readonly code: string; readonly name: string }[]
  readonly zones: readonly { readonly id: string; readonly name: string }[]
}
type Result = Place | { readonly error: { readonly code: string; readonly detail: string } } | null

const send = (body: unknown, query = '', type = 'application/json'): Promise<Response> =>
  fetch(`${app.url}/api/locate${query}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

async function results(points: readonly unknown[], more: object = {}): Promise<Result[]> {
  const answer = await send({ points, ...more })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { results: Result[] }).results
}

async function codes(points: readonly (readonly [number, number])[]): Promise<(string | null)[]> {
  const answer = await send({ points, form: 'codes' })
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { codes: (string | null)[] }).codes
}

async function refusal(body: unknown, query = '', type?: string): Promise<{ status: number; code: string; detail: string }> {
  const answer = await send(body, query, type)
  return { status: answer.status, ...((await answer.json()) as { code: string; detail: string }) }
}

/** Vertices, places on edges and anywhere, and the code that an independent judge gives them. */
function probes(): { points: [number, number][]; expected: (string | null)[] } {
  const judged = grids.map(grid => ({ code: grid.code, rings: ringsOf(grid.geometry!) }))
  const lattice = judged.flatMap(({ rings }) =>
    rings.flatMap(ring =>
      ring.flatMap((a, i) => {
        const b = ring[(i + 1) % ring.length]!
        const anywhere = [1_131_990_000 + Math.floor(random() * 180_000), 330_990_000 + Math.floor(random() * 180_000)] as const
        return [a, [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const, anywhere]
      }),
    ),
  )
  const whole = lattice.filter(([x, y]) => Number.isInteger(x) && Number.isInteger(y))
  return {
    points: whole.map(([x, y]) => [x / 1e7, y / 1e7]),
    expected: whole.map(([x, y]) => judged.find(({ rings }) => isInside(x, y, rings))?.code ?? null),
  }
}

describe('POST /api/locate', () => {
  it('answers the units finest first, and the zones', async () => {
    const zone = (id: string, name: string, geometry: Polygon) =>
      app.features.create('zone', { type: 'Feature', id, geometry, properties: { name, kind: 'defence' } }, { actor: 'test' })
    await zone('z2', '大防区', box(112.9, 32.9, 113.01, 33.01))
    await zone('z1', '小防区', box(113, 33, 113.0005, 33.0005))
    await zone('z3', '远防区', box(50, 10, 51, 11))
    // Both round to the same step of the lattice, where the rule decides.
    await zone('z4', '毫厘', box(60.00000004, 10, 61, 11))
    expect(await results([[60.00000002, 10.5]])).toEqual([{ units: [], zones: [{ id: 'z4', name: '毫厘' }] }])
    const county = { level: 'county', code: '99lone', name: '单元lone' }
    const city = { level: 'city', code: '99c', name: '单元c' }
    const [small, large] = [
      { id: 'z1', name: '小防区' },
      { id: 'z2', name: '大防区' },
    ]
    expect(
      await results([
        [113.0001, 33.0001],
        [113.0008, 33.0008],
        [112.95, 32.95],
        [0, 0],
      ]),
    ).toEqual([
      { units: [county, city], zones: [small, large] },
      { units: [county, city], zones: [large] },
      { units: [], zones: [large] },
      null,
    ])
    const { points, expected } = probes()
    const inside = points.filter((_, i) => expected[i] !== null).slice(0, 1)
    const [place] = (await results(inside)) as Place[]
    expect(place!.units.map(({ level }) => level)).toEqual(['grid', 'community', 'street', 'county', 'city'])
  })

  it('puts every point into the one unit that an independent judge says, also right after boundaries changed', async () => {
    const first = probes()
    expect(await codes(first.points)).toEqual(first.expected)
    // More changes than the index keeps beside it: it is built anew on the way.
    for (let round = 0; round < 45; round++) {
      const a = Math.floor(random() * grids.length)
      const b = (a + 1 + Math.floor(random() * (grids.length - 1))) % grids.length
      const [one, two] = [grids[a]!, grids[b]!]
      grids[a] = { ...one, geometry: two.geometry }
      grids[b] = { ...two, geometry: one.geometry }
      await app.features.replaceUnits({ kind: 'exchange', note: '', retire: [], put: [grids[a], grids[b]] }, 'test')
      const { points, expected } = probes()
      expect(await codes(points)).toEqual(expected)
    }
    await app.live.located()
    const last = probes()
    expect(await codes(last.points)).toEqual(last.expected)
  }, 120_000)

  it('tells a new name as soon as it is acknowledged', async () => {
    const { points, expected } = probes()
    const i = expected.findIndex(code => code !== null)
    const at = grids.findIndex(({ code }) => code === expected[i])
    grids[at] = { ...grids[at]!, name: '新名' }
    await app.features.replaceUnits(
      { kind: 'rename', note: '', retire: [], put: [grids[at], { ...unitRow('m', 3, 's'), name: '新社区' }] },
      'test',
    )
    const [place] = (await results([points[i]])) as Place[]
    expect(place!.units.slice(0, 2).map(({ name }) => name)).toEqual(['新名', '新社区'])
  })

  it('locates in an imported coverage', async () => {
    const csv = 'area,wkt\nA1,"POLYGON((10 10,11 10,11 11,10 11,10 10))"\nA2,"POLYGON((11 10,12 10,12 11,11 11,11 10))"\n'
    const sent = await sendImport(app.url, csv, { type: 'text/csv', layer: 'areas', format: 'csv', id: 'area', coverage: true })
    expect(sent.error).toBeUndefined()
    const points = [
      [10.5, 10.5],
      [11, 10.5],
      [12, 10.5],
    ]
    expect(await results(points, { layer: 'areas' })).toEqual([
      { units: [{ level: 'areas', code: 'A1', name: expect.any(String) as unknown }], zones: [] },
      { units: [{ level: 'areas', code: 'A2', name: expect.any(String) as unknown }], zones: [] },
      null,
    ])
    const answer = await send({ points, layer: 'areas', form: 'codes' })
    expect(await answer.json()).toEqual({ codes: ['A1', 'A2', null] })
  })

  it('refuses a request with one bad point, or with partial answers the error in its place', async () => {
    const points: unknown[] = Array.from({ length: 10_000 }, () => [113.0001, 33.0001])
    const bad: [unknown, string][] = [
      [[181, 0], 'an array of 2'],
      [[0, -90.5], 'an array of 2'],
      [[1], 'an array of 1'],
      [[1, 2, 3], 'an array of 3'],
      [['1', 2], 'an array of 2'],
      [null, 'null'],
      [{ lon: 1 }, 'an object'],
      ['x', '"x"'],
    ]
    for (const [value, told] of bad) {
      points[7_000] = value
      expect(await refusal({ points })).toMatchObject({
        status: 400,
        code: 'bad-geometry',
        detail: expect.stringContaining(`point 7000 is ${told}`) as unknown,
      })
    }
    const answered = await results(points, { partial: true })
    expect(answered[7_000]).toEqual({ error: { code: 'bad-geometry', detail: expect.stringContaining('point 7000') as unknown } })
    expect(answered.filter(result => result && 'units' in result)).toHaveLength(9_999)
  })

  it('refuses what is no request, and says why', async () => {
    const point = [113, 33]
    const cases: [unknown, string, string][] = [
      [{ points: [] }, 'bad-property', 'points'],
      [{ points: Array.from({ length: 10_001 }, () => point) }, 'bad-property', 'points'],
      [{ points: 'x' }, 'bad-property', 'points'],
      [{}, 'bad-property', 'points'],
      [[], 'bad-property', 'the body'],
      [{ points: [point], form: 'short' }, 'bad-property', 'form'],
      [{ points: [point], more: 1 }, 'bad-property', 'more'],
      [{ points: [point], layer: 'nowhere' }, 'unknown-layer', 'nowhere'],
      [{ points: [point], layer: 'zone' }, 'bad-parameter', 'zone'],
      ['{"points":[[1,2]', 'bad-json', 'JSON'],
    ]
    for (const [body, code, named] of cases) {
      const answer = await refusal(body)
      expect(answer).toMatchObject({ code, detail: expect.stringContaining(named) as unknown })
      expect(answer.status).toBeLessThan(500)
    }
    expect(await refusal({ points: [point] }, '?form=codes')).toMatchObject({ status: 400, code: 'bad-parameter' })
    expect(await refusal({ points: [point] }, '?shape=1')).toMatchObject({ status: 400, code: 'unknown-parameter' })
    expect(await refusal({ points: [point] }, '', 'text/plain')).toMatchObject({ status: 415 })
  })

  it('can say what an answer cost', async () => {
    const { points } = probes()
    const answer = await send({ points: points.slice(0, 50) }, '?explain=true')
    const { explain } = (await answer.json()) as { explain: Record<string, number> }
    expect(explain).toEqual({
      index: 'cells of the leaf units, R-tree of zones',
      candidates: expect.any(Number) as unknown,
      exactTests: expect.any(Number) as unknown,
      ms: expect.any(Number) as unknown,
    })
    expect(explain.candidates).toBeGreaterThanOrEqual(50)
  })

  it('answers NDJSON line by line', async () => {
    const lines = ['[113.0001,33.0001]', '', 'x', '[200,0]', `[${'1'.repeat(5_000)}]`, '[0,0]']
    const answer = await send(lines.join('\n'), '?form=codes', 'application/x-ndjson')
    expect(answer.headers.get('content-type')).toContain('application/x-ndjson')
    const told = (await answer.text())
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line) as unknown)
    expect(told).toEqual([
      '99lone',
      { error: { code: 'bad-json', detail: expect.stringContaining('line 2 is "x"') as unknown } },
      { error: { code: 'bad-geometry', detail: expect.stringContaining('point 2') as unknown } },
      { error: { code: 'bad-json', detail: expect.stringContaining('line 4') as unknown } },
      null,
    ])
    const full = await send('[113.0008,33.0008]\n', '', 'application/x-ndjson')
    expect(((await full.json()) as Place).units[0]!.code).toBe('99lone')
    expect(await refusal('[0,0]', '?form=tall', 'application/x-ndjson')).toMatchObject({ status: 400 })
    expect(await refusal('[0,0]', '?layer=nowhere', 'application/x-ndjson')).toMatchObject({ status: 404 })
  })
})
