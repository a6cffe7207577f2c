import type { UnitRow } from '../../tiles-server/src/store/index.ts'

/** A unit with a code and a name made of its id. */
export const unitRow = (id: string, level: number, parent: string | null, geometry: UnitRow['geometry'] = null): UnitRow => ({
  id,
  level,
  parent,
  code: `99${id}`,
  name: `单元${id}`,
  geometry,
  properties: {},
})
