import { describe, expect, it } from 'vitest'
import type { Areal, CoverageFace } from '../geo/index.ts'
import type { UnitRow } from '../store/index.ts'
import { neighboursAt } from './replace-units-neighbours.ts'
import { checkUnitTree, type UnitsChange } from './replace-units-tree.ts'

const square = (x: number): Areal => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, 0],
      [x + 1, 0],
      [x + 1, 1],
      [x, 1],
      [x, 0],
    ],
  ],
})

const unit = (id: string, level: number, parent: string | null, geometry: Areal | null = null, code = id): UnitRow => ({
  id,
  level,
  parent,
  code,
  name: id,
  geometry,
  properties: {},
})

/** City c, county k, streets s and t; s has communities m (grids g, h) and n (a leaf), t is a leaf. */
const CITY = [
  unit('c', 0, null),
  unit('k', 1, 'c'),
  unit('s', 2, 'k'),
  unit('t', 2, 'k', square(9)),
  unit('m', 3, 's'),
  unit('n', 3, 's', square(8)),
  unit('g', 4, 'm', square(1)),
  unit('h', 4, 'm', square(2)),
]

function rules(change: Partial<UnitsChange>): string[] {
  const { retire = [], put = [] } = change
  const before = {
    byId: new Map(CITY.map(u => [u.id, u])),
    children: CITY.filter(u => u.parent !== null),
    codeOwners: CITY.filter(u => put.some(p => p.code === u.code)),
  }
  return [...new Set(checkUnitTree(before, { retire, put }).map(p => p.rule))].sort()
}

describe('the tree of units after a change set', () => {
  it.each<[string, Partial<UnitsChange>, string[]]>([
    ['a split of a grid', { retire: ['g'], put: [unit('g1', 4, 'm', square(1)), unit('g2', 4, 'm', square(5))] }, []],
    ['a renamed branch', { put: [{ ...unit('m', 3, 's'), name: 'new' }] }, []],
    ['a whole branch retired', { retire: ['m', 'g', 'h'] }, []],
    ['a leaf that becomes a branch', { put: [unit('n', 3, 's'), unit('n1', 4, 'n', square(8))] }, []],
    ['a branch that becomes a leaf', { retire: ['g', 'h'], put: [unit('m', 3, 's', square(1))] }, []],
    ['a grid moved to a new community', { put: [unit('o', 3, 's'), unit('g', 4, 'o', square(1))] }, []],
    ['codes exchanged', { put: [unit('g', 4, 'm', square(1), 'h'), unit('h', 4, 'm', square(2), 'g')] }, []],
    ['a community of a county without streets', { put: [unit('o', 3, 'k', square(4))] }, []],
    ['a first city', { put: [unit('c2', 0, null, square(0))] }, []],
    ['an id twice', { put: [unit('g', 4, 'm', square(1)), unit('g', 4, 'm', square(1))] }, ['duplicate-id']],
    ['retired and put', { retire: ['g'], put: [unit('g', 4, 'm', square(1))] }, ['duplicate-id']],
    ['retired but not there', { retire: ['x'] }, ['unknown-unit']],
    ['a level that changes', { put: [unit('n', 4, 'm', square(8))] }, ['level']],
    ['a parent that is not there', { put: [unit('x', 4, 'nobody', square(1))] }, ['missing-parent']],
    ['a grid without parent', { put: [unit('x', 4, null, square(1))] }, ['missing-parent']],
    ['a city with a parent', { put: [unit('x', 0, 'c', square(1))] }, ['missing-parent']],
    ['a parent that is retired', { retire: ['n'], put: [unit('x', 4, 'n', square(8))] }, ['missing-parent']],
    ['a level left out', { put: [unit('x', 4, 's', square(1))] }, ['level-step']],
    ['a code that another unit has', { put: [unit('x', 4, 'm', square(1), 'g')] }, ['code-clash']],
    ['a code given twice', { put: [unit('x', 4, 'm', square(1), 'y'), unit('z', 4, 'm', square(1), 'y')] }, ['code-clash']],
    ['a branch with geometry', { put: [unit('m', 3, 's', square(1))] }, ['parent-has-geometry']],
    ['a child below a leaf', { put: [unit('x', 4, 'n', square(8))] }, ['parent-has-geometry']],
    ['a leaf without geometry', { put: [unit('x', 4, 'm')] }, ['leaf-without-geometry']],
    ['the last children gone', { retire: ['g', 'h'] }, ['leaf-without-geometry']],
    [
      'the last children moved away',
      { put: [unit('o', 3, 's'), unit('g', 4, 'o', square(1)), unit('h', 4, 'o', square(2))] },
      ['leaf-without-geometry'],
    ],
    ['children left behind', { retire: ['m'] }, ['orphan']],
  ])('%s', (_, change, expected) => {
    expect(rules(change)).toEqual(expected)
  })
})

it('problems name the unchanged unit whose edge runs there', () => {
  const faces = CITY.filter(u => u.geometry !== null).map((u): CoverageFace => ({ id: u.id, geometry: u.geometry! }))
  const at = (x: number, y: number) => neighboursAt([{ rule: 't-junction', detail: 'there', at: [x, y] }], faces)[0]!.detail
  expect(at(1.5, 0)).toBe('there; neighbour "g"')
  expect(at(2, 0.5)).toBe('there; neighbour "g", "h"')
  expect(at(1.5, 0.5)).toBe('there')
  expect(neighboursAt([{ rule: 'area', detail: 'no place' }], faces)).toEqual([{ rule: 'area', detail: 'no place' }])
})
