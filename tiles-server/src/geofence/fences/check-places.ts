import type { FenceRule, FenceZone } from '../../contract/index.ts'
import { shown } from '../../features/index.ts'
import { readSelection } from '../../filter/index.ts'
import { checkGeometry, eachPosition, type Geometry, type LineString, type Position } from '../../geo/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live, LiveLayer } from '../../live/index.ts'
import { zoneTypes } from './zones.ts'

/** Most positions of all that is drawn for one fence. */
const MOST_POSITIONS = 100_000
/** Most zones that are told by a filter: each is asked of all features of its layer. */
const MOST_FILTERS = 20
const PROBLEMS_TOLD = 20

type LiveLayers = Pick<Live, 'layer'>

/**
 * The rule with what it refers to checked against the layers as they are now, and what is drawn as plain geometry (positions [lon, lat], no other members).
 * Throws unknown-layer, unknown-feature, bad-filter, bad-geometry, bad-fence; each names the member (`property`).
 */
export function checkPlaces(rule: FenceRule, live: LiveLayers): FenceRule {
  const types = zoneTypes(rule)
  const filters = rule.zones.filter(zone => 'filter' in zone).length
  if (filters > MOST_FILTERS)
    throw new ZongtuError('bad-fence', `zones has ${filters} filters, at most ${MOST_FILTERS} are taken; OR joins conditions in one`, {
      property: 'zones',
    })
  const zones = rule.zones.map((zone, i) => checkZone(zone, `zones.${i}`, types, live))
  let positions = 0
  for (const zone of zones) if ('geometry' in zone) eachPosition(zone.geometry, () => void positions++)
  if (positions > MOST_POSITIONS)
    throw new ZongtuError('bad-geometry', `the zones have ${positions} positions, at most ${MOST_POSITIONS} are taken`, {
      property: 'zones',
    })
  const { objects } = rule
  if ('group' in objects) {
    const { def } = layerOf(objects.group.layer, 'objects.group', live)
    checkFilter(objects.group.filter, 'objects.group.filter', def)
  }
  return { ...rule, zones }
}

function checkZone(zone: FenceZone, property: string, types: readonly string[], live: LiveLayers): FenceZone {
  if ('geometry' in zone) return { ...zone, geometry: checkDrawn(zone.geometry, `${property}.geometry`, types) }
  const layer = layerOf(zone.layer, property, live)
  checkHolds(layer, `${property}.layer`, types)
  if ('filter' in zone) {
    checkFilter(zone.filter, `${property}.filter`, layer.def)
    return zone
  }
  const feature = layer.get(zone.id)
  const member = { property: `${property}.id` }
  if (feature === undefined)
    throw new ZongtuError('unknown-feature', `${property}.id: layer ${layer.def.id} has no feature ${shown(zone.id)}`, member)
  if (!types.includes(feature.geometry?.type ?? '')) {
    const has = feature.geometry === null ? 'no geometry' : `a ${feature.geometry.type}`
    throw new ZongtuError(
      'bad-geometry',
      `${property}.id: feature ${shown(zone.id)} has ${has}, it must have ${types.join(' or ')}`,
      member,
    )
  }
  return zone
}

function layerOf(id: string, property: string, live: LiveLayers): LiveLayer {
  return about(`${property}.layer`, () => live.layer(id))
}

function checkHolds({ def }: LiveLayer, property: string, types: readonly string[]): void {
  const kind = types.includes('Polygon') ? 'polygon' : 'line'
  if (def.geometry === kind || def.geometry === 'mixed') return
  throw new ZongtuError(
    'bad-fence',
    `${property} is ${def.id}, whose features are of type ${def.geometry}; these zones must be ${types.join(' or ')}`,
    {
      property,
    },
  )
}

const checkFilter = (filter: string | undefined, property: string, def: LiveLayer['def']): void => {
  if (filter !== undefined) about(property, () => readSelection({ filter }, [def]))
}

function checkDrawn(geometry: Geometry, property: string, types: readonly string[]): Geometry {
  if (!types.includes(geometry.type))
    throw new ZongtuError('bad-geometry', `${property} is of type ${shown(geometry.type)}, it must be ${types.join(' or ')}`, { property })
  const problems = checkGeometry(geometry)
  const [problem] = problems
  if (problem)
    throw new ZongtuError('bad-geometry', `${property}: ${problem.rule}: ${problem.detail}`, {
      property,
      problems: problems.slice(0, PROBLEMS_TOLD),
    })
  return { type: geometry.type, coordinates: flat((geometry as LineString).coordinates) } as Geometry
}

/** Positions without altitude. */
const flat = (value: unknown): unknown =>
  Array.isArray(value) && typeof value[0] === 'number' ? (value as Position).slice(0, 2) : (value as unknown[]).map(flat)

/** What is refused is said of a member of the body. */
function about<T>(property: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ZongtuError)) throw error
    throw new ZongtuError(error.code, `${property}: ${error.detail}`, { ...error.extra, property })
  }
}
