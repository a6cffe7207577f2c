import { describe, expect, it } from 'vitest'
import type { ImportReport } from '../../api/imports.ts'
import { groupsOf } from './problems.ts'

const report: ImportReport = {
  layer: 'a',
  created: true,
  committed: false,
  dryRun: true,
  version: null,
  source: 'a.geojson',
  format: 'geojson',
  encoding: 'utf-8',
  crs: 'CRS84',
  id: { choice: 'row-number' },
  mode: 'replace',
  rowsIn: 5,
  stored: 0,
  heldBack: 2,
  removed: 0,
  rejected: [
    { row: 2, rule: 'crossing', value: '', detail: 'edges cross', at: [1, 2] },
    { row: 3, rule: 'duplicate-id', value: 'x', detail: 'row 1 has the same id' },
    { row: 4, rule: 'crossing', value: '', detail: 'edges cross', at: [3, 4] },
    { row: 5, rule: 'range', value: '', detail: 'not a position', at: [400, 4] },
  ],
  rejectedCount: 4,
  warnings: [{ rule: 'crs', detail: 'approximate' }],
  warningCount: 1,
  fixes: [],
  fixedCount: 0,
  cleaning: null,
  memoryBytes: 0,
  seq: null,
  suspicion: null,
  refusals: [{ rule: 'all-or-nothing', detail: 'nothing was stored' }],
}

describe('groupsOf', () => {
  const groups = groupsOf(report, [
    {
      type: 'Feature',
      id: 3,
      properties: {},
      geometry: {
        type: 'LineString',
        coordinates: [
          [0, 0],
          [2, 4],
        ],
      },
    },
  ])

  it('gathers by rule and numbers as listed', () => {
    expect(groups.map(group => [group.rule, group.problems.map(problem => problem.n)])).toEqual([
      ['crossing', [1, 2]],
      ['duplicate-id', [3]],
      ['range', [4]],
      ['crs', [5]],
    ])
  })

  it('shows a row where its rule is broken, else in the middle of its feature, else nowhere', () => {
    expect(groups.flatMap(group => group.problems.map(problem => problem.at))).toEqual([[1, 2], [3, 4], [1, 2], undefined, undefined])
  })
})
