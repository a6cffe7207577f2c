import type { Position } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { asker } from '../support/ask.ts'

let app: RunningApp

interface Answer {
  readonly features: readonly unknown[]
  readonly cursor: string | null
  readonly explain?: Record<string, unknown>
}

const { ask, answer: answerOf } = asker(() => app.url)
const answer = (path: string, body: unknown, query?: string): Promise<Answer> => answerOf<Answer>(path, body, query)

beforeAll(async () => {
  app = await startApp()
  for (let i = 0; i < 5; i++) {
    const geometry = { type: 'Point', coordinates: [113 + i / 1_000, 33] }
    await app.features.create(
      'camera',
      { type: 'Feature', id: `c${i}`, geometry, properties: { code: `c${i}`, name: `c${i}`, status: 'online' } },
      { actor: 'test' },
    )
  }
})
afterAll(() => app.close())

const ring = (west: number, south: number, size: number): Position[] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
]

describe('within, nearest and around', () => {
  const point = [113, 33]
  const geometry = { type: 'Point', coordinates: point }

  it('can say what an answer cost, and waits for a change', async () => {
    for (const [path, body] of [
      ['nearest', { point, layers: ['camera'] }],
      ['around', { geometry, distance: 100, layers: ['camera'] }],
      ['within', { geometry, layers: ['camera'] }],
    ] as const) {
      const { explain } = await answer(path, body, '?explain=true')
      expect(explain).toEqual({
        index: expect.stringContaining('R-tree') as unknown,
        looked: expect.any(Number) as unknown,
        candidates: expect.any(Number) as unknown,
        exactTests: expect.any(Number) as unknown,
        ms: expect.any(Number) as unknown,
      })
      expect((await answer(path, body)).explain).toBeUndefined()
      expect((await answer(path, body, `?min_seq=${app.live.seq}`)).features).toEqual((await answer(path, body)).features)
      expect((await ask(path, body, '?min_seq=999999999')).status).toBe(409)
      expect((await ask(path, body, '?explain=yes')).status).toBe(400)
    }
  })

  it('refuses what it cannot answer, and names it', async () => {
    const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates })
    const many = Array.from({ length: 10_001 }, (_, i) => [i / 100_000, 0])
    const cases: [path: string, body: unknown, code: string, named: string][] = [
      ['nearest', { layers: ['camera'] }, 'bad-geometry', 'point'],
      ['nearest', { point: [], layers: ['camera'] }, 'bad-geometry', 'an array of 0'],
      ['nearest', { point: [181, 0], layers: ['camera'] }, 'bad-geometry', '181'],
      ['nearest', { point: ['1', 2], layers: ['camera'] }, 'bad-geometry', 'point'],
      ['nearest', { point, layers: ['camera'], k: 0 }, 'bad-property', 'k'],
      ['nearest', { point, layers: ['camera'], k: 1_001 }, 'bad-property', 'k'],
      ['nearest', { point, layers: ['camera'], k: 1.5 }, 'bad-property', 'k'],
      ['nearest', { point, layers: ['camera'], maxDistance: -1 }, 'bad-property', 'maxDistance'],
      ['nearest', { point, layers: ['camera'], maxAge: 60 }, 'bad-parameter', 'camera'],
      ['nearest', { point, layers: [] }, 'bad-property', 'layers'],
      ['nearest', { point, layers: ['nowhere'] }, 'unknown-layer', 'nowhere'],
      ['nearest', { point, layers: ['camera', 'camera'] }, 'bad-parameter', 'camera twice'],
      ['nearest', { point, layers: ['camera'], filter: 'colour = 1' }, 'bad-filter', 'colour'],
      ['nearest', { point, layers: ['camera', 'patrol'], filter: "code = '1'" }, 'bad-filter', 'code'],
      ['nearest', { point, layers: ['camera'], datetime: '2026' }, 'bad-parameter', 'datetime'],
      ['nearest', { point, layers: ['camera'], extra: 1 }, 'bad-property', 'extra'],
      ['nearest', [], 'bad-property', 'the body'],
      ['nearest', '{', 'bad-json', 'JSON'],
      ['around', { geometry, distance: -1, layers: ['camera'] }, 'bad-property', 'distance'],
      ['around', { geometry, distance: 1e7, layers: ['camera'] }, 'bad-property', 'distance'],
      ['around', { geometry, layers: ['camera'] }, 'bad-property', 'distance'],
      ['around', { geometry: null, distance: 1, layers: ['camera'] }, 'bad-geometry', 'null'],
      ['around', { geometry: polygon(), distance: 1, layers: ['camera'] }, 'bad-geometry', 'geometry'],
      ['around', { geometry: polygon([point, point, point, point]), distance: 1, layers: ['camera'] }, 'bad-geometry', 'geometry'],
      ['around', { geometry: { type: 'MultiPoint', coordinates: [] }, distance: 1, layers: ['camera'] }, 'bad-geometry', 'geometry'],
      [
        'around',
        { geometry: { type: 'LineString', coordinates: [[0, 0]] }, distance: 1, layers: ['camera'] },
        'bad-geometry',
        'line-length',
      ],
      ['around', { geometry: { type: 'LineString', coordinates: many }, distance: 1, layers: ['camera'] }, 'too-large', '10001'],
      ['around', { geometry, distance: 1, layers: ['camera'], limit: 0 }, 'bad-property', 'limit'],
      ['around', { geometry, distance: 1, layers: ['camera'], limit: 10_001 }, 'bad-property', 'limit'],
      ['around', { geometry, distance: 1, layers: ['camera'], cursor: 'x' }, 'bad-parameter', 'cursor'],
      ['within', { geometry: { type: 'Circle' }, layers: ['camera'] }, 'bad-geometry', 'Circle'],
      [
        'within',
        { geometry: { type: 'GeometryCollection', geometries: [geometry] }, layers: ['camera'] },
        'bad-geometry',
        'GeometryCollection',
      ],
      ['within', { geometry: polygon(ring(0, 0, 1).reverse().slice(1)), layers: ['camera'] }, 'bad-geometry', 'ring'],
      ['within', { geometry: { type: 'Point', coordinates: [0, 91] }, layers: ['camera'] }, 'bad-geometry', '91'],
      ['within', { geometry, layers: ['camera'], relation: 'touches' }, 'bad-property', 'relation'],
      ['within', { geometry, layers: ['camera'], cursor: 'W10' }, 'bad-parameter', 'cursor'],
    ]
    for (const [path, body, code, named] of cases) {
      const response = await ask(path, body)
      const problem = (await response.json()) as { code: string; detail: string }
      expect({ body, ...problem }).toMatchObject({ code, detail: expect.stringContaining(named) as unknown })
      expect(response.status).toBeLessThan(500)
    }
  })

  it('refuses the cursor of another question', async () => {
    const body = { geometry, distance: 100_000, layers: ['camera'], limit: 2 }
    const { cursor } = await answer('around', body)
    expect(cursor).not.toBeNull()
    expect((await ask('around', { ...body, distance: 99_999, cursor })).status).toBe(400)
    expect((await ask('around', { ...body, limit: 5, cursor })).status).toBe(200)
    expect((await ask('within', { geometry, layers: ['camera'], cursor })).status).toBe(400)
  })
})
