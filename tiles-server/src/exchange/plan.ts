import type { LayerDef, PropertyDef } from '../contract/index.ts'
import type { IdChoice } from './rows.ts'
import { badImport, shown } from './shown.ts'
import type { ImportOptions } from './types.ts'

const LAYER_ID = /^[a-z][a-z0-9_-]{0,62}$/
/** New layers carry this many attributes in tiles of every zoom, the others from z12. */
const ATTRIBUTES_AT_ALL_ZOOMS = 16
const LABELS = ['name', 'title', '名称', 'NAME', 'Name', 'label']

/** Throws bad-import, unit-layer or read-only-layer when the import cannot be, whatever the source holds. */
export function checkTarget(options: ImportOptions, existing: LayerDef | undefined): void {
  if (existing === undefined) {
    if (LAYER_ID.test(options.layer)) return
    throw badImport(`the layer id "${shown(options.layer)}" must be 1 to 63 of a-z, 0-9, _ and -, starting with a letter`, {
      rule: 'layer',
    })
  }
  if (options.coverage && existing.kind !== 'dataset') {
    throw badImport(`layer ${existing.id} is built in and no coverage; coverage is for datasets`, { rule: 'coverage' })
  }
  if (existing.kind === 'dataset' && existing.coverage && !options.coverage) {
    throw badImport(`layer ${existing.id} is a coverage: import it with coverage, as a whole`, { rule: 'coverage' })
  }
}

/** With row numbers as ids, or as a coverage, a dataset is replaced; else rows of the same id are replaced and the others stay. */
export function modeOf(existing: LayerDef | undefined, id: IdChoice, options: ImportOptions): 'replace' | 'upsert' {
  if (existing === undefined || options.coverage) return 'replace'
  return existing.kind === 'dataset' && id.choice === 'row-number' ? 'replace' : 'upsert'
}

export interface Inferred {
  readonly properties: readonly PropertyDef[]
  /** GeoJSON types of the source's geometries. */
  readonly types: ReadonlySet<string>
}

/** The definition the layer will have: a built-in one as it is, a replaced or new dataset as inferred, an added-to dataset widened. */
export function planLayer(
  options: ImportOptions,
  existing: LayerDef | undefined,
  mode: 'replace' | 'upsert',
  inferred: Inferred,
  sourceName: string,
): LayerDef {
  if (existing !== undefined && existing.kind !== 'dataset') return existing
  const geometry = geometryKind(inferred.types)
  if (existing !== undefined && mode === 'upsert') {
    return {
      ...existing,
      geometry: existing.geometry === geometry || inferred.types.size === 0 ? existing.geometry : 'mixed',
      properties: widened(existing.properties, inferred.properties),
    }
  }
  const title = options.about?.title ?? (sourceName.replace(/\.[A-Za-z]{1,12}$/, '') || options.layer)
  const label = LABELS.find(name => inferred.properties.some(property => property.name === name && property.type === 'string'))
  return {
    id: options.layer,
    title: options.about?.title === undefined && existing !== undefined ? existing.title : { 'zh-CN': title, en: title },
    kind: 'dataset',
    geometry,
    coverage: options.coverage === true,
    minzoom: 0,
    maxzoom: 16,
    properties: inferred.properties.map((property, i) => (i < ATTRIBUTES_AT_ALL_ZOOMS ? { ...property, tileFrom: 0 } : property)),
    source: sourceOf(options, existing, sourceName),
    ...(label === undefined ? {} : { label }),
    ...(geometry === 'point' ? { cluster: { by: [] } } : {}),
  }
}

function sourceOf({ about }: ImportOptions, existing: LayerDef | undefined, sourceName: string): NonNullable<LayerDef['source']> {
  const licence = about?.licence ?? existing?.source?.licence
  return { name: (about?.source ?? sourceName).slice(0, 200), ...(licence === undefined ? {} : { licence }) }
}

/** Existing attributes keep their type (an integer may become a number), new ones are added. */
function widened(existing: readonly PropertyDef[], inferred: readonly PropertyDef[]): PropertyDef[] {
  const found = new Map(inferred.map(property => [property.name, property]))
  const kept = existing.map(property => {
    const isNumber = property.type === 'integer' && found.get(property.name)?.type === 'number'
    return isNumber ? { ...property, type: 'number' as const } : property
  })
  return [...kept, ...inferred.filter(property => !existing.some(own => own.name === property.name))]
}

const KINDS: Readonly<Record<string, LayerDef['geometry']>> = {
  Point: 'point',
  LineString: 'line',
  MultiLineString: 'line',
  Polygon: 'polygon',
  MultiPolygon: 'polygon',
}

function geometryKind(types: ReadonlySet<string>): LayerDef['geometry'] {
  const kinds = new Set([...types].map(type => KINDS[type] ?? 'mixed'))
  return kinds.size === 1 ? [...kinds][0]! : 'mixed'
}
