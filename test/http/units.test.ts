import type { Polygon } from 'geojson'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'

let app: RunningApp

/** A square of a tenth of a degree, column `x` of one row. */
const square = (x: number): Polygon => {
  const [west, east] = [Math.round(1130 + x) / 10, Math.round(1131 + x) / 10]
  const ring = [
    [west, 33],
    [east, 33],
    [east, 33.1],
    [west, 33.1],
    [west, 33],
  ]
  return { type: 'Polygon', coordinates: [ring] }
}

const unit = (id: string, level: number, parent: string | null, code: string, geometry: Polygon | null = null): UnitRow => ({
  id,
  level,
  parent,
  code,
  name: `单元${id}`,
  geometry,
  properties: geometry === null ? {} : { households: 100 },
})

/** Two counties: one goes down to grids, the other ends as a county. */
const UNITS = [
  unit('c', 0, null, '99'),
  unit('k2', 1, 'c', '9902', square(3)),
  unit('k1', 1, 'c', '9901'),
  unit('s1', 2, 'k1', '990101'),
  unit('m1', 3, 's1', '990101001'),
  unit('g3', 4, 'm1', '9901010013', square(2)),
  unit('g1', 4, 'm1', '9901010011', square(0)),
  unit('g2', 4, 'm1', '9901010012', square(1)),
]

beforeAll(async () => {
  app = await startApp()
  await app.features.replaceUnits({ kind: 'load', note: '', retire: [], put: UNITS }, 'test')
})
afterAll(() => app.close())

interface Entry {
  readonly id: string
  readonly layer: string
  readonly level: number
  readonly childCount: number
  readonly bbox: readonly number[]
  readonly households: number | null
}
interface Answer {
  readonly parent: Entry | null
  readonly ancestors: readonly Entry[]
  readonly units: readonly Entry[]
}
const read = async (query = '') => (await (await fetch(`${app.url}/api/units${query}`)).json()) as Answer
const ids = (entries: readonly Entry[]) => entries.map(entry => entry.id)

describe('the unit tree', () => {
  it('starts at the city', async () => {
    const top = await read()
    expect(ids(top.units)).toEqual(['c'])
    expect(top.units[0]).toMatchObject({ layer: 'city', level: 0, childCount: 2, bbox: [113, 33, 113.4, 33.1] })
    expect(top.parent).toBe(null)
  })

  it('goes down in the order of codes, to branches that end early', async () => {
    expect(ids((await read('?parent=c')).units)).toEqual(['k1', 'k2'])
    const street = await read('?parent=s1')
    expect(street.units).toMatchObject([{ id: 'm1', level: 3, childCount: 3 }])
    const community = await read('?parent=m1')
    expect(ids(community.units)).toEqual(['g1', 'g2', 'g3'])
    expect(community.units[1]).toMatchObject({ households: 100, childCount: 0, bbox: [113.1, 33, 113.2, 33.1] })
    expect([community.parent!.id, ...ids(community.ancestors)]).toEqual(['m1', 'c', 'k1', 's1'])
    expect((await read('?parent=k2')).units).toEqual([])
  })

  it('follows a change of the units', async () => {
    const { seq } = await app.features.replaceUnits(
      { kind: 'edit', note: '', retire: [], put: [{ ...unit('g2', 4, 'm1', '', square(1)), code: '9901010010' }] },
      'test',
    )
    expect(ids((await read(`?parent=m1&min_seq=${seq}`)).units)).toEqual(['g2', 'g1', 'g3'])
  })

  it('is not edited one unit at a time', async () => {
    const path = `${app.url}/api/layers/grid/features/g1`
    const grid = (await (await fetch(path)).json()) as object
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: JSON.stringify(grid) } : {}
      const answer = await fetch(path, { method, headers: { 'if-match': '*', 'content-type': 'application/json' }, ...body })
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([409, 'unit-layer'])
    }
  })

  it('shows every unit as a feature, the upper ones with the outline of their parts', async () => {
    const inBox = async (layer: string, bbox: string) => {
      const answer = await fetch(`${app.url}/api/layers/${layer}/features?bbox=${bbox}`)
      return ((await answer.json()) as { features: { id: string }[] }).features.map(feature => feature.id)
    }
    expect(await inBox('grid', '113.05,33.02,113.06,33.03')).toEqual(['g1'])
    expect(await inBox('grid', '113.1,33.02,113.1,33.03')).toEqual(['g1', 'g2'])
    expect(await inBox('county', '113.05,33.02,113.35,33.03')).toEqual(['k1', 'k2'])
    expect(await inBox('community', '113.35,33.02,113.36,33.03')).toEqual([])
  })
})
