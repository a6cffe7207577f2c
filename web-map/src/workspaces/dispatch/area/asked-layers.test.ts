import { expect, it } from 'vitest'
import type { LayerInfo } from '../../../api/queries.ts'
import { askable, askedLayers, filterOf, toggled } from './asked-layers.ts'

const layer = (id: string, kind: string, geometry: string) => ({ id, kind, geometry }) as LayerInfo
const DEFS = [
  layer('grid', 'unit', 'polygon'),
  layer('boundary', 'derived', 'line'),
  layer('building', 'typed', 'polygon'),
  layer('zone', 'typed', 'polygon'),
  layer('camera', 'typed', 'point'),
  layer('shops', 'dataset', 'mixed'),
]
const ids = (defs: readonly LayerInfo[]) => defs.map(({ id }) => id)

it('unless chosen, the visible layers that say something are asked', () => {
  const all = Object.fromEntries(DEFS.map(({ id }) => [id, true]))
  expect(ids(askedLayers(askable(DEFS), all, null))).toEqual(['zone', 'camera', 'shops'])
  expect(ids(askedLayers(askable(DEFS), { ...all, camera: false }, null))).toEqual(['zone', 'shops'])
  expect(ids(askedLayers(askable(DEFS), {}, ['building', 'grid', 'gone', 'boundary']))).toEqual(['grid', 'building'])
})

it('chosen codes become a filter, and an empty choice none', () => {
  const one = toggled({}, 'incident', 'status', 'open')
  const two = toggled(toggled(one, 'incident', 'status', "o'k"), 'incident', 'category', 'traffic')
  expect(filterOf(two, 'incident')).toBe("status IN ('open', 'o''k') AND category IN ('traffic')")
  expect(filterOf(two, 'camera')).toBeNull()
  expect(toggled(one, 'incident', 'status', 'open')).toEqual({})
})
