import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { blockFinder } from './block-finder.ts'
import { makeBlocks } from './blocks.ts'
import { type Building, placeBuildings } from './buildings.ts'
import { makeCameras } from './cameras.ts'
import { blockFeatures, buildingFeatures, patchFeatures, roadFeatures } from './features.ts'
import { makeGrids } from './grids.ts'
import { makeIncidents } from './incidents.ts'
import { layLand } from './land.ts'
import { makePatrols } from './patrols.ts'
import { planOf } from './plan.ts'
import { makeRoads } from './roads.ts'
import { shuffle } from './streamlines.ts'
import { surveyBoundaries } from './survey.ts'
import type { City, CityOptions } from './types.ts'
import { makeUnits } from './units.ts'
import { makeParks, makeWaters, RIVER_NAME } from './water-parks.ts'
import { makeZones } from './zones.ts'

export type { City, CityFeature, CityLayer, CityOptions, CitySize, CityUnit } from './types.ts'

const DEFAULT_SEED = 20

/**
 * The sample city 示范市 as plain data, EPSG:4326 on the 1e-7 degree lattice. Grids, and blocks, are exact coverages; grids are made of whole
 * blocks, higher units of whole lower ones. The same (size, seed) gives the same city; `now` (ms) only ends the year of incidents and the fixes.
 */
export function generateCity({ size, seed = DEFAULT_SEED, now, years = 1, progress = () => undefined }: CityOptions): City {
  const plan = planOf(size)
  progress('sample city: land, roads and blocks')
  const land = layLand(plan, seed)
  const blocks = makeBlocks(land, plan.urbanRadius, seed)
  progress('sample city: buildings')
  const buildings = thin(placeBuildings(blocks, seed), plan.buildings, seed)
  progress('sample city: grids and units')
  const households = makeGrids(plan, blocks, buildings, land.districts.villages, seed)
  if (plan.surveySpacing !== undefined) surveyBoundaries(land.sub, households.gridOfBlock, plan.surveySpacing, seed)
  const tree = makeUnits(plan, land.sub, blocks, households, seed)
  progress('sample city: cameras, patrols and incidents')
  const roads = makeRoads(plan, land, blocks, RIVER_NAME, seed)
  const { parks, ponds } = makeParks(land, blocks, seededRandom(seed * 31 + 15), seed)
  const gridCode = (face: number): string => tree.gridUnits[households.gridOfBlock[face]!]!.code
  const find = blockFinder(blocks)
  return {
    units: tree.units,
    layers: {
      block: blockFeatures(land.sub, blocks, households.ofBlock, gridCode, seed),
      building: buildingFeatures(blocks, buildings, households.ofBuilding, seed),
      road: roadFeatures(roads),
      water: patchFeatures('w', makeWaters(land, blocks, ponds)),
      park: patchFeatures('g', parks),
      zone: makeZones(land, blocks, households.grids, tree, seed),
      camera: makeCameras(plan, land, blocks, roads, { find, gridCode }, seed),
      patrol: makePatrols(plan, land, roads, now, seed),
      incident: makeIncidents(plan, { blocks, households: households.ofBlock, gridCode, roads }, { now, years }, seed),
    },
  }
}

/** Leaves out buildings at random until there are as many as the plan asks for; the order stays. */
function thin(buildings: readonly Building[], most: number, seed: number): Building[] {
  const random = seededRandom(seed * 31 + 16)
  const keep = new Set(shuffle([...buildings.keys()], random).slice(0, most))
  return buildings.filter((_, i) => keep.has(i))
}
