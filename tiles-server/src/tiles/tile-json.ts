import type { LayerDef, PropertyDef } from '../contract/index.ts'
import { type Bbox, MAX_LATITUDE, MAX_TILE_ZOOM, unionBbox } from '../geo/index.ts'
import type { Live } from '../live/index.ts'
import { SINGLE_FROM } from './cluster.ts'
import type { Frame } from './frame.ts'
import { labelLayer } from './label.ts'
import type { Plan } from './plan.ts'

/** TileJSON 3.0.0 (github.com/mapbox/tilejson-spec). */
export interface TileJson {
  readonly tilejson: '3.0.0'
  readonly name: string
  readonly scheme: 'xyz'
  readonly tiles: readonly string[]
  /** Tight, in degrees of the map the tiles are for; the whole square when the tileset is empty. */
  readonly bounds: Bbox
  readonly minzoom: number
  readonly maxzoom: number
  readonly vector_layers: readonly VectorLayer[]
  readonly attribution?: string
}

interface VectorLayer {
  readonly id: string
  readonly description: string
  readonly minzoom: number
  readonly maxzoom: number
  readonly fields: Readonly<Record<string, string>>
}

const WORLD: Bbox = [-180, -MAX_LATITUDE, 180, MAX_LATITUDE]

/** Pieces that bounds are moved to another frame by, each way: each is too wide by a hundredth of its size. */
const PIECES = 32

export function tileJsonOf(plan: Plan, live: Pick<Live, 'layer'>, tilesUrl: string, frame: Frame): TileJson {
  const bounds = plan.layers.map(def => live.layer(def.id).bounds).reduce(unionBbox, null)
  const attribution = attributionOf(plan.layers)
  return {
    tilejson: '3.0.0',
    name: plan.tileset,
    scheme: 'xyz',
    tiles: [tilesUrl],
    bounds: bounds ? inSquare(frame.image(bounds, PIECES)) : WORLD,
    minzoom: 0,
    maxzoom: MAX_TILE_ZOOM,
    vector_layers: plan.layers.flatMap(def =>
      plan.labelled(def) ? [vectorLayer(plan, def), nameLayer(plan, def)] : [vectorLayer(plan, def)],
    ),
    ...(attribution === '' ? {} : { attribution }),
  }
}

const inSquare = ([west, south, east, north]: Bbox): Bbox => [
  Math.max(WORLD[0], west),
  Math.max(WORLD[1], south),
  Math.min(WORLD[2], east),
  Math.min(WORLD[3], north),
]

function vectorLayer(plan: Plan, def: LayerDef): VectorLayer {
  const [minzoom, maxzoom] = plan.zoomsOf(def)
  const fields: [string, string][] = [['id', 'string: the feature id']]
  for (const property of def.properties) if (property.name !== 'id') fields.push([property.name, described(property)])
  if (def.cluster) {
    fields.push(['cluster', `boolean: true on clusters, below zoom ${SINGLE_FROM}`], ['count', 'number: features in the cluster'])
    fields.push(['zoom', 'number: zoom at which the cluster opens'])
    for (const name of def.cluster.by) {
      const codes = def.properties.find(property => property.name === name)?.codes ?? []
      for (const code of codes) fields.push([`${name}_${code.value}`, `number: features in the cluster with ${name} ${code.value}`])
    }
  }
  return { id: def.id, description: def.title.en, minzoom, maxzoom, fields: Object.fromEntries(fields) }
}

/** The names of a unit level, one point each. */
const nameLayer = (plan: Plan, def: LayerDef): VectorLayer => ({
  ...vectorLayer(plan, def),
  id: labelLayer(def.id),
  description: `${def.title.en}: where the name stands`,
})

const described = ({ type, title }: PropertyDef): string => `${type === 'datetime' ? 'string' : type}: ${title.en}`

/** Viewers show the attribution as HTML; a source's name comes from whoever imported it. */
function attributionOf(layers: readonly LayerDef[]): string {
  const texts = layers.flatMap(({ source }) => (source ? [source.licence ? `${source.name} (${source.licence})` : source.name] : []))
  return [...new Set(texts)].map(escapeHtml).join(', ')
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character]!)
