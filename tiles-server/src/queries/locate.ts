import type { LocatedPlace, LocatedUnit } from '../contract/index.ts'
import { isAreal, type LatticeRing, latticeRings, pointInRings, toLattice } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { Live, LiveFeature } from '../live/index.ts'

/** Where points lie 落格: each in one leaf unit at most, by the half-open rule. Positions in degrees, WGS 84. */
export interface Locate {
  /** Units finest first and zones by id; null in no unit and no zone. */
  place(lon: number, lat: number): LocatedPlace | null
  /** The code of the leaf unit. */
  code(lon: number, lat: number): string | null
  /** The same in a coverage in place of the units; a feature's code is its id. Throws unknown-layer, bad-parameter (no coverage). */
  within(layer: string): Pick<Locate, 'place' | 'code' | 'cost'>
  /** What an answer for a place costs: areas that can hold it, and edges and areas that are tested. */
  cost(lon: number, lat: number): { readonly candidates: number; readonly tests: number }
}

const NO_ZONES: LocatedPlace['zones'] = []

export function createLocate(live: Live): Locate {
  // A leaf's chain is asked for again and again; a change of any unit may be a change of its names.
  const places = new Map<string, LocatedPlace>()
  live.onApplied(({ diffs, reset }) => {
    const isUnit = (layer: string): boolean => live.has(layer) && live.layer(layer).def.kind === 'unit'
    if (diffs.some(({ layer }) => isUnit(layer)) || reset.some(isUnit)) places.clear()
  })
  const placeOf = (leaf: LiveFeature): LocatedPlace => {
    const known = places.get(leaf.id)
    if (known) return known
    const place = { units: live.unitsUpFrom(leaf.id).map(({ level, unit }) => ({ level, ...named(unit) })), zones: NO_ZONES }
    places.set(leaf.id, place)
    return place
  }
  return {
    place(lon, lat) {
      const leaf = live.leafAt(lon, lat)
      const zones = zonesAt(live, lon, lat)
      const place = leaf ? placeOf(leaf) : undefined
      if (zones.length === 0) return place ?? null
      return { units: place?.units ?? [], zones }
    },
    code(lon, lat) {
      const leaf = live.leafAt(lon, lat)
      return leaf ? (placeOf(leaf).units[0]?.code ?? null) : null
    },
    cost(lon, lat) {
      const { edges, areas } = live.leafLooksAt(lon, lat)
      const zones = live.layer('zone').near(toLattice(lon), toLattice(lat)).length
      return { candidates: 1 + areas + zones, tests: edges + areas + zones }
    },
    within(layer) {
      const coverage = live.layer(layer)
      if (!coverage.def.coverage) {
        throw new ZongtuError('bad-parameter', `layer ${layer} is no coverage: its areas may overlap, and a point be in several`, {
          parameter: 'layer',
        })
      }
      const { label } = coverage.def
      return {
        place(lon, lat) {
          const feature = coverage.at(lon, lat)
          if (!feature) return null
          const name = label === undefined ? undefined : feature.properties[label]
          return { units: [{ level: layer, code: feature.id, name: String(name ?? feature.id) }], zones: NO_ZONES }
        },
        code: (lon, lat) => coverage.at(lon, lat)?.id ?? null,
        cost(lon, lat) {
          const { edges, areas } = coverage.looksAt(lon, lat)
          return { candidates: 1 + areas, tests: edges + areas }
        },
      }
    },
  }
}

const named = ({ properties }: LiveFeature): Omit<LocatedUnit, 'level'> => ({
  code: String(properties.code),
  name: String(properties.name),
})

/** The zones that contain the point, by id. Zones overlap and change one by one: their boxes are asked, then their rings. */
function zonesAt(live: Live, lon: number, lat: number): LocatedPlace['zones'] {
  const [x, y] = [toLattice(lon), toLattice(lat)]
  const near = live.layer('zone').near(x, y)
  if (near.length === 0) return NO_ZONES
  const zones = near.filter(zone => pointInRings(x, y, ringsOf(zone))).sort((a, b) => (a.id < b.id ? -1 : 1))
  return zones.map(({ id, properties }) => ({ id, name: String(properties.name) }))
}

const known = new WeakMap<LiveFeature, readonly LatticeRing[]>()

function ringsOf(zone: LiveFeature): readonly LatticeRing[] {
  let rings = known.get(zone)
  if (!rings) {
    const { geometry } = zone
    rings = geometry && isAreal(geometry) ? latticeRings(geometry) : []
    known.set(zone, rings)
  }
  return rings
}
