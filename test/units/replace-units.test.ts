import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CoverageFace, GeometryProblem, Position } from '../../tiles-server/src/geo/index.ts'
import { seededRandom, type ZongtuError } from '../../tiles-server/src/kernel/index.ts'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { randomCoverage } from '../support/random-coverage.ts'

let app: RunningApp
const origin = [1_132_000_000, 331_000_000] as const
const { faces } = randomCoverage(seededRandom(3), { columns: 30, rows: 30, faces: 1_000_000, size: 10_000, origin })

const unit = (id: string, level: number, parent: string | null, geometry: CoverageFace['geometry'] | null = null): UnitRow => ({
  id,
  level,
  parent,
  code: id,
  name: id,
  geometry,
  properties: {},
})
const grid = ({ id, geometry }: CoverageFace): UnitRow => unit(id, 4, 'm', geometry)

const replace = (retire: string[], put: UnitRow[]) => app.features.replaceUnits({ kind: 'edit', note: '', retire, put }, 'test')

async function problemsOf(retire: string[], put: UnitRow[]): Promise<readonly GeometryProblem[]> {
  const error = await replace(retire, put).then(
    () => undefined,
    (thrown: unknown) => thrown as ZongtuError,
  )
  expect(error?.code).toBe('invalid-coverage')
  return error!.extra.problems as GeometryProblem[]
}

beforeAll(async () => {
  app = await startApp()
  await replace([], [unit('c', 0, null), unit('k', 1, 'c'), unit('s', 2, 'k'), unit('m', 3, 's'), ...faces.map(grid)])
})
afterAll(() => app.close())

describe('replaceUnits', () => {
  it('takes a first load at once and shows it', () => {
    expect(faces.length).toBeGreaterThan(890)
    expect(app.live.layer('grid').size).toBe(faces.length)
    expect(app.live.layer('city').get('c')?.geometry?.type).toBe('Polygon')
  })

  it('refuses what leaves a gap, an overlap or a vertex on a neighbour’s edge, names the neighbour, and writes nothing', async () => {
    const one = faces.find(face => face.id === app.live.layer('grid').search([113.215, 33.115, 113.215, 33.115])[0]!.id)!
    const ring = (one.geometry.coordinates as Position[][][])[0]![0]!
    const [a, b] = [ring[0]!, ring[1]!]
    const half = (m: number, n: number): number => Math.round(((m + n) / 2) * 1e7) / 1e7
    const middle: Position = [half(a[0]!, b[0]!), half(a[1]!, b[1]!)]
    const withRing = (r: Position[]) => grid({ id: one.id, geometry: { type: 'Polygon', coordinates: [r] } })
    const seq = await app.store.currentSeq()

    expect((await problemsOf([one.id], [])).map(p => p.rule)).toContain('gap')
    expect((await problemsOf([], [unit('x', 4, 'm', one.geometry)])).map(p => p.rule)).toContain('overlap')
    const moved = ring.map(p => (p.join() === a.join() ? ([p[0]! + 2e-6, p[1]!] as Position) : p))
    expect(await problemsOf([], [withRing(moved)])).not.toEqual([])
    const [problem] = await problemsOf([], [withRing([a, middle, ...ring.slice(1)])])
    expect(problem).toMatchObject({ rule: 't-junction', at: middle })
    expect(problem!.detail).toMatch(/neighbour "f\d+"/)
    expect((await problemsOf([], [unit('x', 4, 'nobody', one.geometry)])).map(p => p.rule)).toEqual(['missing-parent'])

    expect(await app.store.currentSeq()).toBe(seq)
    expect(app.live.layer('grid').size).toBe(faces.length)
  })

  it('refuses bad values by their own codes', async () => {
    const bowTie: Position[] = [
      [0, 0],
      [1, 1],
      [1, 0],
      [0, 1],
      [0, 0],
    ]
    await expect(replace([], [unit('x', 4, 'm', { type: 'Polygon', coordinates: [bowTie] })])).rejects.toMatchObject({
      code: 'bad-geometry',
    })
    await expect(replace([], [])).rejects.toMatchObject({ code: 'bad-property' })
    await expect(replace([], [{ ...unit('x', 4, 'm'), properties: { color: 'red' } }])).rejects.toMatchObject({ code: 'bad-property' })
    await expect(replace([], [unit('x', 7, 'm')])).rejects.toMatchObject({ code: 'bad-property' })
  })

  it('writes two changes of neighbours one after the other, whichever comes first', async () => {
    const [a, b] = faces
    const seqs = await Promise.all([replace([], [{ ...grid(a!), name: 'first' }]), replace([], [{ ...grid(b!), name: 'second' }])])
    expect(new Set(seqs.map(s => s.seq)).size).toBe(2)
    expect([a, b].map(face => app.live.layer('grid').get(face!.id)?.properties.name)).toEqual(['first', 'second'])
  })
})
