import { type GeoJSONVTTile, geoJSONToTile } from '@maplibre/geojson-vt'
import { fromGeojsonVt } from '@maplibre/vt-pbf'
import type { App } from '../../tiles-server/src/app.ts'
import { gridSize, type TileId, tileBounds, tilesCovering } from '../../tiles-server/src/geo/index.ts'
import type { LiveFeature, LiveLayer } from '../../tiles-server/src/live/index.ts'
import { carriedAt, tagsOf } from '../../tiles-server/src/tiles/attributes.ts'
import { WGS84 } from '../../tiles-server/src/tiles/frame.ts'
import { generalise } from '../../tiles-server/src/tiles/generalise.ts'
import { area2, BUFFER, type DrawnFeature, decode, EXTENT, onCut, type Xy } from './mosaic.ts'

export interface LibraryFigures {
  readonly tiles: number
  readonly features: number
  readonly rings: number
  readonly edges: number
}

/**
 * Every tile of an areal layer as the server gives it, against the same generalised areas cut by geojson-vt and encoded by vt-pbf, both read by Mapbox's
 * decoder: the same features with the same attributes, the same edges inside the cut and the same area. Along the cut the two may go different ways round,
 * and what only touches it with no area is left out. Throws at the first difference.
 */
export async function proveLibraryTiles(
  { live, tiles }: Pick<App, 'live' | 'tiles'>,
  layerId: string,
  zooms: { readonly from: number; readonly to: number },
): Promise<LibraryFigures> {
  const layer = live.layer(layerId)
  const figures = { tiles: 0, features: 0, rings: 0, edges: 0 }
  for (let zoom = Math.max(zooms.from, layer.def.minzoom); zoom <= zooms.to; zoom++) {
    for (const tile of tilesCovering(zoom, layer.bounds!)) {
      const [z, x, y] = tile
      const { body, thinned } = await tiles.tile({ tileset: layerId, z, x, y, encoding: 'identity' })
      if (thinned) throw new Error(`${tile.join('/')} was thinned`)
      const own = canonical(body ? decode(Uint8Array.from(body).buffer, layerId) : [])
      const theirs = canonical(decode(Uint8Array.from(libraryTile(layer, tile)).buffer, layerId))
      compare(tile.join('/'), own, theirs)
      figures.tiles++
      for (const { rings, edges } of own.values()) {
        figures.features++
        figures.rings += rings
        figures.edges += edges.length
      }
    }
  }
  return figures
}

function libraryTile(layer: LiveLayer, tile: TileId): Uint8Array {
  const names = carriedAt(layer.def, tile[0])
  const features = layer
    .search(tileBounds(...tile, BUFFER + 1))
    .flatMap(feature => cutByLibrary(feature, tile).map(geometry => ({ type: 3, tags: tagsObject(feature, names), geometry })))
  return fromGeojsonVt({ [layer.def.id]: { features } as unknown as GeoJSONVTTile }, { version: 2, extent: EXTENT })
}

function tagsObject(feature: LiveFeature, names: readonly string[]): Record<string, string | number | boolean> {
  const tags = tagsOf(feature, names)
  return Object.fromEntries(Array.from({ length: tags.length / 2 }, (_, i) => [tags[2 * i] as string, tags[2 * i + 1]!]))
}

/** The rings of a feature that are left in the tile. World coordinates are exact: integers divided by a power of two. */
function cutByLibrary(feature: LiveFeature, [z, x, y]: TileId): [number, number][][][] {
  const size = gridSize(z)
  const out: [number, number][][][] = []
  for (const { type, runs, outer } of generalise(feature, z, WGS84)) {
    if (type !== 3) continue
    const polygons: [number, number][][][] = []
    runs.forEach((run, r) => {
      const ring = Array.from({ length: run.length / 2 + 1 }, (_, i): [number, number] => {
        const k = (2 * i) % run.length
        return [run[k]! / size, run[k + 1]! / size]
      })
      if (outer[r]) polygons.push([ring])
      else polygons.at(-1)!.push(ring)
    })
    const geometry: GeoJSON.MultiPolygon = { type: 'MultiPolygon', coordinates: polygons }
    const options = { extent: EXTENT, buffer: BUFFER + 0.3137, tolerance: 0, clip: true, coordinates: 'unitSquare' as const }
    const cut = geoJSONToTile({ type: 'Feature', geometry, properties: null }, z, x, y, options)
    for (const found of cut.features) {
      const rings = (found.geometry as unknown as [number, number][][]).filter(ring => area2(ring) !== 0)
      if (rings.length > 0) out.push(rings)
    }
  }
  return out
}

interface Canonical {
  readonly attributes: string
  readonly rings: number
  readonly edges: readonly string[]
  readonly area: number
}

function canonical(features: readonly DrawnFeature[]): Map<string, Canonical> {
  if (new Set(features.map(({ id }) => id)).size !== features.length) throw new Error('a feature is in a tile twice')
  return new Map(
    features.map(({ id, properties, rings }) => {
      const attributes = JSON.stringify(Object.entries(properties).sort(([a], [b]) => (a < b ? -1 : 1)))
      // A decoder closes a ring by repeating its first vertex.
      const area = rings.reduce((sum, ring) => sum + Math.abs(area2(ring)), 0)
      return [id, { attributes, rings: rings.length, edges: rings.flatMap(edgesOf).sort(), area }]
    }),
  )
}

/** Edges without direction, but for those along the cut. */
const edgesOf = (ring: readonly Xy[]): string[] =>
  ring.flatMap((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    return (a[0] === b[0] && a[1] === b[1]) || onCut(a, b) ? [] : [[a, b].map(String).sort().join(' ')]
  })

function compare(where: string, own: ReadonlyMap<string, Canonical>, theirs: ReadonlyMap<string, Canonical>): void {
  for (const id of new Set([...own.keys(), ...theirs.keys()])) {
    const [a, b] = [own.get(id), theirs.get(id)]
    if (!a || !b) throw new Error(`${where}: ${id} is ${a ? 'ours alone' : "the library's alone"}`)
    if (JSON.stringify(a) !== JSON.stringify(b))
      throw new Error(`${where}: ${id} differs:\nours    ${JSON.stringify(a)}\nlibrary ${JSON.stringify(b)}`)
  }
}
