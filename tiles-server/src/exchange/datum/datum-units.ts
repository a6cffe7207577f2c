import type { Live, LiveFeature } from '../../live/index.ts'
import type { Crs } from '../crs/crs.ts'
import type { Suspicion } from '../types.ts'
import type { DatumSample, UnitOracle } from './datum.ts'

/** Judges a sample by the governance units that live shows now; null when nothing is suspected or there are no units. */
export function judgeDatum(sample: DatumSample, crs: Crs, live: Live): Suspicion | null {
  const bounds = live.layers().find(({ def, bounds }) => def.kind === 'unit' && bounds !== null)?.bounds
  return bounds ? sample.judge(crs, unitOracle(live, bounds)) : null
}

function unitOracle(live: Live, bounds: UnitOracle['bounds']): UnitOracle {
  const named = new Map<string, Set<number>>()
  for (const layer of live.layers()) {
    if (layer.def.kind !== 'unit') continue
    for (const unit of layer.all()) {
      for (const value of namesOf(unit)) named.set(value, (named.get(value) ?? new Set()).add(layer.def.level!))
    }
  }
  return {
    bounds,
    levelsOf: value => [...(named.get(value) ?? [])],
    isIn(lon, lat, level, value) {
      const leaf = live.leafAt(lon, lat)
      const above = leaf ? live.unitsUpFrom(leaf.id) : []
      const found = above.find(at => live.layer(at.level).def.level === level)
      return found !== undefined && namesOf(found.unit).includes(value)
    },
  }
}

const namesOf = ({ id, properties }: LiveFeature): string[] =>
  [id, properties.code, properties.name].filter(name => typeof name === 'string')
