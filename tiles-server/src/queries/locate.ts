import type { LocatedPlace, LocatedUnit } from '../contract/index.ts'
import { isAreal, latticeRings, pointInRings, toLattice } from '../geo/index.ts'
import type { Live, LiveFeature, LiveLayer } from '../live/index.ts'

/** Where points lie. Positions in degrees, WGS 84. */
export interface Locate {
  /** Units finest first and zones by id; null in no unit and no zone. */
  place(lon: number, lat: number): LocatedPlace | null
}

export function createLocate(live: Live): Locate {
  return {
    place(lon, lat) {
      const levels = live.layers().filter(({ def }) => def.kind === 'unit')
      const units = levels.flatMap(level => holding(level, lon, lat).map(unit => ({ level: level.def.id, ...named(unit) }))).reverse()
      const zones = holding(live.layer('zone'), lon, lat).map(zone => ({ id: zone.id, name: String(zone.properties.name) }))
      return units.length === 0 && zones.length === 0 ? null : { units, zones }
    },
  }
}

const named = ({ properties }: LiveFeature): Omit<LocatedUnit, 'level'> => ({
  code: String(properties.code),
  name: String(properties.name),
})

/** Features of a layer that contain the point by the half-open rule, by id. */
function holding(layer: LiveLayer, lon: number, lat: number): LiveFeature[] {
  const [x, y] = [toLattice(lon), toLattice(lat)]
  return layer
    .search([lon, lat, lon, lat])
    .filter(({ geometry }) => geometry && isAreal(geometry) && pointInRings(x, y, latticeRings(geometry)))
    .sort((a, b) => (a.id < b.id ? -1 : 1))
}
