import { createLocator, isAreal } from '../../geo/index.ts'
import type { Live, LiveFeature } from '../../live/index.ts'
import type { Crs } from '../crs/crs.ts'
import type { Suspicion } from '../types.ts'
import type { DatumSample, UnitOracle } from './datum.ts'

/** Judges a sample by the governance units that live shows now; null when nothing is suspected or there are no units. */
export function judgeDatum(sample: DatumSample, crs: Crs, live: Live): Suspicion | null {
  const layers = live.layers().filter(({ def }) => def.kind === 'unit')
  const bounds = layers.find(layer => layer.bounds !== null)?.bounds
  return bounds
    ? sample.judge(
        crs,
        unitOracle(
          layers.map(layer => ({ level: layer.def.level!, units: [...layer.all()] })),
          bounds,
        ),
      )
    : null
}

function unitOracle(levels: readonly { level: number; units: readonly LiveFeature[] }[], bounds: UnitOracle['bounds']): UnitOracle {
  const units = new Map<string, { level: number; unit: LiveFeature }>()
  const named = new Map<string, Set<number>>()
  for (const { level, units: ofLevel } of levels) {
    for (const unit of ofLevel) {
      units.set(unit.id, { level, unit })
      for (const value of namesOf(unit)) named.set(value, (named.get(value) ?? new Set()).add(level))
    }
  }
  const parents = new Set([...units.values()].map(({ unit }) => unit.properties.parent))
  const leaves = [...units.values()].flatMap(({ unit: { id, geometry } }) =>
    !parents.has(id) && geometry && isAreal(geometry) ? [{ id, geometry }] : [],
  )
  const locator = createLocator(leaves)
  return {
    bounds,
    levelsOf: value => [...(named.get(value) ?? [])],
    isIn(lon, lat, level, value) {
      if (!Number.isFinite(lon) || !Number.isFinite(lat)) return false
      let at: unknown = locator.locate(lon, lat)
      for (let steps = 0; typeof at === 'string' && steps <= levels.length; steps++) {
        const found = units.get(at)
        if (found?.level === level) return namesOf(found.unit).includes(value)
        at = found?.unit.properties.parent
      }
      return false
    },
  }
}

const namesOf = ({ id, properties }: LiveFeature): string[] =>
  [id, properties.code, properties.name].filter(name => typeof name === 'string')
