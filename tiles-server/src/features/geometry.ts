import type { LayerDef } from '../contract/index.ts'
import { checkGeometry, type Geometry, type Position } from '../geo/index.ts'
import { shown, ZongtuError } from '../kernel/index.ts'

/** Most positions of one feature written through the API. */
const POSITION_LIMIT = 100_000
const PROBLEMS_TOLD = 20
/** Collections nested deeper are refused by the check that follows. */
const MAX_COLLECTIONS = 16

const TYPES: Record<LayerDef['geometry'], readonly string[]> = {
  point: ['Point'],
  line: ['LineString', 'MultiLineString'],
  polygon: ['Polygon', 'MultiPolygon'],
  mixed: ['Point', 'MultiPoint', 'LineString', 'MultiLineString', 'Polygon', 'MultiPolygon', 'GeometryCollection'],
}

/**
 * The geometry as it will be stored: of the layer's type, valid, coordinates as given, third dimensions dropped.
 * Only datasets may have features without geometry. Throws bad-geometry with member `problems` (rule, detail, at).
 */
export function checkFeatureGeometry(def: LayerDef, geometry: unknown): Geometry | null {
  if (geometry === null || geometry === undefined) {
    if (def.kind === 'dataset') return null
    throw new ZongtuError('bad-geometry', `geometry is null, features of layer ${def.id} need one (${TYPES[def.geometry].join(' or ')})`)
  }
  const type = (geometry as { type?: unknown }).type
  if (typeof type !== 'string' || !TYPES[def.geometry].includes(type)) {
    throw new ZongtuError('bad-geometry', `geometry type is ${shown(type)}, layer ${def.id} takes ${TYPES[def.geometry].join(' or ')}`)
  }
  refuseLarge(geometry)
  const problems = checkGeometry(geometry)
  if (problems.length > 0) {
    const [first] = problems
    throw new ZongtuError('bad-geometry', `${first!.rule}: ${first!.detail}`, { problems: problems.slice(0, PROBLEMS_TOLD) })
  }
  return flat(geometry as Geometry)
}

function refuseLarge(geometry: unknown): void {
  let count = 0
  const visit = (value: unknown, depth: number): void => {
    if (!Array.isArray(value) || depth > 4) return
    if (!Array.isArray(value[0])) count += 1
    else for (const part of value as unknown[]) visit(part, depth + 1)
  }
  const visitParts = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > MAX_COLLECTIONS) return
    const { coordinates, geometries } = value as { coordinates?: unknown; geometries?: unknown }
    visit(coordinates, 0)
    if (Array.isArray(geometries)) for (const part of geometries as unknown[]) visitParts(part, depth + 1)
  }
  visitParts(geometry, 0)
  if (count > POSITION_LIMIT) throw new ZongtuError('bad-geometry', `geometry has ${count} positions, at most ${POSITION_LIMIT} are taken`)
}

/** Without altitudes and without foreign members (`bbox`, `crs`). */
function flat(geometry: Geometry): Geometry {
  if (geometry.type === 'GeometryCollection') return { type: geometry.type, geometries: geometry.geometries.map(flat) }
  const cut = (value: unknown): unknown =>
    Array.isArray(value) && typeof value[0] === 'number' ? (value as Position).slice(0, 2) : (value as unknown[]).map(cut)
  return { type: geometry.type, coordinates: cut(geometry.coordinates) } as Geometry
}
