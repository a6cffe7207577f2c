import type { FeatureCollection } from 'geojson'
import {
  AttributionControl,
  type GeoJSONSource,
  GPUInitializationError,
  Map as MapLibre,
  type MapMouseEvent,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
  type VectorTileSource,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { LayerDef, MapCrs, TilesEvent } from '../../../tiles-server/src/contract/index.ts'
import { MAX_TILE_ZOOM } from '../../../tiles-server/src/geo/index.ts'
import type { Picked } from '../state/map.ts'
import type { Interval } from '../state/span.ts'
import type { MapView } from '../state/url.ts'
import { type Bounds, createCamera } from './camera.ts'
import { dataSource, hasOwnSource, tilesetOf } from './datasets.ts'
import { datumOf } from './datum.ts'
import { crsOf, dress, FOCUS, fixAges, isDrawn, NOTHING, ownerOf, type Shown } from './dress.ts'
import { createFreshness, type Freshness, type TileId, tileOf } from './freshness.ts'
import { drawIcon } from './icons.ts'
import { pick } from './pick.ts'
import { createPlayhead } from './playhead.ts'
import { sector } from './sector.ts'
import { shiftedTiles } from './shifted-tiles.ts'
import { createTimeWindow } from './time-window.ts'
import { createTools, type ToolEvents } from './tools.ts'
import { drawUnmodified } from './unmodified.ts'
import { isWindowTile, timedLayers, WINDOW } from './windowed.ts'

setWorkerUrl(workerUrl)

const SOURCE = 'zongtu'
/** Over-zoomed tiles keep their address up to four levels beyond the source's 16. */
const MAX_ZOOM = 19.5
/** A change on a shifted map that touches more tiles loads everything anew. */
const MAX_NAMED = 2000

export interface MapEvents extends ToolEvents {
  moved(view: MapView, bounds: Bounds): void
  /** `idle`: everything asked for is drawn; `busy` otherwise. */
  phase(phase: 'busy' | 'idle'): void
  picked(features: Picked[]): void
  /** Features in view by layer, as seen through the window of time; null when there is none. */
  counted(counts: Readonly<Record<string, number>> | null): void
  failed(message: string | null): void
}

export interface MapOptions {
  readonly container: HTMLElement
  readonly view: MapView | null
  readonly label: string
  readonly reducedMotion: boolean
  readonly events: MapEvents
}

export type MapController = ReturnType<typeof createMapController>

/** True for the error that means this device cannot draw at all. */
export const isNoGpu = (error: unknown): boolean => error instanceof GPUInitializationError

/**
 * The map and everything that is MapLibre's business: the style, live tiles, icons, picking, the selection. Throws
 * GPUInitializationError where there is no WebGL 2.
 */
export function createMapController({ container, view, label, reducedMotion, events }: MapOptions) {
  let defs: ReadonlyMap<string, LayerDef> = new Map()
  let visible: Readonly<Record<string, boolean>> = {}
  let served: StyleSpecification | null = null
  let selection: FeatureCollection = NOTHING
  let hover: FeatureCollection = NOTHING
  let hovered = ''
  let ages = fixAges(Date.now())
  let loaded = false
  /** What the map is drawn in; everything told and taken here is WGS 84. */
  let datum = datumOf('wgs84')

  /** By source: the theme's own, and one for each data set. */
  const freshness = new Map<string, Freshness>()
  const freshOf = (source: string): Freshness => {
    const known = freshness.get(source)
    if (known) return known
    const fresh = createFreshness(
      tiles => map.getSource(source) && map.refreshTiles(source, tiles),
      () => reload(source),
    )
    freshness.set(source, fresh)
    return fresh
  }
  const sourceOf = (layer: string): string => (hasOwnSource(defs.get(layer)) ? dataSource(layer) : SOURCE)
  const timed = (): LayerDef[] => timedLayers(defs.values()).filter(def => def.id in visible)
  const map = new MapLibre({
    container,
    ...(view ? { center: [view.lon, view.lat], zoom: view.zoom, bearing: view.bearing } : { center: [105, 35], zoom: 3 }),
    maxZoom: MAX_ZOOM,
    maxPitch: 0,
    // Tiles out of view are dropped: a kept one could not be told that it changed. The browser's cache still holds the bytes.
    maxTileCacheSize: 0,
    fadeDuration: reducedMotion ? 0 : 150,
    attributionControl: false,
    dragRotate: true,
    pitchWithRotate: false,
    locale: { 'Map.Title': label },
    transformRequest: url => {
      const tile = tileOf(url)
      if (tile) freshOf(isWindowTile(url) ? WINDOW : sourceOf(tilesetOf(url) ?? '')).started(tile)
      return { url }
    },
  })
  const attribution = new AttributionControl({ compact: false })
  map.addControl(attribution, 'bottom-right')
  map.addControl(new ScaleControl({ maxWidth: 90, unit: 'metric' }), 'bottom-right')

  map.setMissingStyleImageResolver(id => {
    const dark = (served?.metadata as Record<string, unknown> | undefined)?.['zongtu:scheme'] === 'dark'
    const icon = drawIcon(id, dark ? '#0d1218' : '#ffffff')
    if (!icon || map.hasImage(id)) return
    const { stretch } = icon
    map.addImage(id, icon.data, {
      pixelRatio: icon.pixelRatio,
      ...(stretch ? { stretchX: [stretch.x], stretchY: [stretch.y], content: stretch.content } : {}),
    })
  })

  drawUnmodified(map)
  map.on('sourcedata', event => {
    if (event.coord) freshness.get(event.sourceId)?.ended(event.coord.canonical)
  })
  map.on('idle', () => {
    for (const fresh of freshness.values()) fresh.rested()
    events.phase('idle')
  })
  map.on('dataloading', () => events.phase('busy'))
  map.on('movestart', () => events.phase('busy'))
  map.on('error', ({ error }) => {
    if (!(error instanceof DOMException && error.name === 'AbortError')) events.failed(error.message)
  })
  map.on('data', event => {
    if (event.dataType === 'source' && 'tile' in event && event.tile) events.failed(null)
  })
  const tell = (): void => {
    const [lon, lat] = datum.toWorld(map.getCenter().toArray())
    const bounds = map.getBounds()
    events.moved(
      { zoom: map.getZoom(), lat, lon, bearing: map.getBearing() },
      datum.boxToWorld([bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()]),
    )
  }
  map.on('style.load', () => {
    loaded = true
    // What was selected while the style had no sources yet.
    showFocus()
  })
  map.on('moveend', tell)
  map.on('load', tell)

  const timeWindow = createTimeWindow({
    map,
    timed,
    crs: () => datum.crs,
    origins: () => [...new Set(timed().map(def => sourceOf(def.id)))],
    isReady: () => loaded && served !== null,
    redress,
    reshow,
    renewed: () => freshOf(WINDOW).cleared(),
    counted: counts => events.counted(counts),
  })

  const tools = createTools({ map, datum: () => datum, events })

  const hitsAt = (event: MapMouseEvent, reach: number) => {
    const { x, y } = event.point
    return map.queryRenderedFeatures(
      [
        [x - reach, y - reach],
        [x + reach, y + reach],
      ],
      {},
    )
  }

  map.on('click', event => {
    if (tools.isBusy()) return
    const all = hitsAt(event, 4)
    const alert = tools.alertAt(all)
    if (alert !== null) {
      events.alertPicked(alert)
      return
    }
    const mark = tools.markAt(all, event.point)
    if (mark) {
      events.markPicked(mark)
      return
    }
    const result = tools.pointAt(all)
    if (result) {
      events.picked([{ ...result, at: datum.toWorld(event.lngLat.toArray()) }])
      return
    }
    const hits = all.filter(hit => !hit.source.startsWith('over:'))
    const cluster = hits.find(hit => hit.properties.cluster === true)
    const [first] = hits
    if (cluster && first && (first === cluster || ownerOf(first.layer) === cluster.sourceLayer)) {
      const center = cluster.geometry.type === 'Point' ? (cluster.geometry.coordinates as [number, number]) : event.lngLat.toArray()
      openCluster(center, Number(cluster.properties.zoom))
      return
    }
    const picked = pick(hits, defs, event.lngLat.toArray())
    events.picked(picked.map(({ at, ...ref }) => ({ ...ref, at: at && datum.toWorld(at) })))
  })

  /** Eases to the zoom at which the cluster falls apart (the tile says which), at least one level closer. */
  function openCluster(center: [number, number], opensAt: number): void {
    const zoom = Math.max(Number.isFinite(opensAt) ? opensAt : 15, Math.floor(map.getZoom()) + 1)
    map.easeTo({ center, zoom: zoom + 0.05, duration: reducedMotion ? 0 : 400 })
  }

  map.on('mousemove', event => {
    if (tools.isBusy()) return
    const hits = hitsAt(event, 3)
    const result = tools.pointAt(hits)
    const mark = tools.markAt(hits, event.point)
    events.marked(mark)
    const point = hits.find(hit => hit.geometry.type === 'Point' && ownerOf(hit.layer as Parameters<typeof ownerOf>[0]) !== null)
    const target = point ?? hits.find(hit => defs.get(hit.sourceLayer ?? '')?.id === 'zone')
    map.getCanvas().style.cursor = tools.cursor() ?? (target || result || mark || tools.alertAt(hits) !== null ? 'pointer' : '')
    const camera = point?.sourceLayer === 'camera' && point.properties.cluster !== true ? point : null
    const id = camera ? String(camera.properties.id) : ''
    if (id === hovered) return
    hovered = id
    const at = camera?.geometry.type === 'Point' ? (camera.geometry.coordinates as [number, number]) : null
    const wedge = camera && at ? cameraSector(datum.toWorld(at), camera.properties) : null
    hover = wedge ? { type: 'FeatureCollection', features: [wedge] } : NOTHING
    showFocus()
  })
  map.on('mouseout', () => {
    hovered = ''
    hover = NOTHING
    tools.pointAt([])
    events.marked(null)
    showFocus()
  })

  const focus = (): FeatureCollection =>
    datum.featuresToMap({ type: 'FeatureCollection', features: [...selection.features, ...hover.features] })

  function showFocus(): void {
    void map.getSource<GeoJSONSource>(FOCUS)?.setData(focus())
  }

  const shown = (): Shown => ({ visible, windowedOnly: new Set(timeWindow.isAlone ? timed().map(def => def.id) : []) })

  function redress(): void {
    if (served) map.setStyle(tools.over(dress(served, shown(), focus(), ages, timeWindow.windowed)), { diff: true })
  }

  function reshow(): void {
    if (!served) return
    const now = shown()
    for (const layer of map.getStyle().layers) {
      const drawn = isDrawn(layer, now)
      if (drawn === undefined) continue
      const value = drawn ? 'visible' : 'none'
      if ((map.getLayoutProperty(layer.id, 'visibility') ?? 'visible') !== value) map.setLayoutProperty(layer.id, 'visibility', value)
    }
  }

  /** All tiles of a source again, and the TileJSON too where there is one: the data's bounds may have grown. */
  function reload(id: string): void {
    freshOf(id).cleared()
    const source = map.getSource<VectorTileSource>(id)
    if (source?.url) source.setUrl(source.url)
    else if (source?.tiles) source.setTiles(source.tiles)
  }

  /** Draws in another system from now on; the view stays at its place on the ground. */
  function moveTo(crs: MapCrs): void {
    if (crs === datum.crs) return
    const centre = datum.toWorld(map.getCenter().toArray())
    datum = datumOf(crs)
    map.jumpTo({ center: datum.toMap(centre) })
  }

  /** The changed tiles of a source, in the map's own system; null = too many to name. */
  function changedTiles(event: Extract<TilesEvent, { tiles: unknown }>): TileId[] | null {
    if (datum.crs === 'wgs84') return event.tiles.map(([z, x, y]) => ({ z, x, y }))
    const def = defs.get(event.layer)
    return shiftedTiles(event.bbox, datum, { from: def?.minzoom ?? 0, to: def?.maxzoom ?? MAX_TILE_ZOOM, most: MAX_NAMED })
  }

  function moveClock(now: number): void {
    const next = fixAges(now)
    if (next.fresh === ages.fresh) return
    ages = next
    if (!loaded) return
    map.setGlobalStateProperty('fresh', next.fresh)
    map.setGlobalStateProperty('aged', next.aged)
  }

  return {
    setCatalog(layers: readonly LayerDef[]): void {
      defs = new Map(layers.map(def => [def.id, def]))
    },
    /** Shows a served style; the view, the switched layers and the selection stay. */
    setStyle(style: StyleSpecification): void {
      // Icons are drawn for one scheme: the ring around them is the ground's colour.
      for (const id of map.style ? map.listImages() : []) map.removeImage(id)
      served = style
      moveTo(crsOf(style))
      redress()
    },
    setVisible(next: Readonly<Record<string, boolean>>): void {
      visible = next
      reshow()
    },
    /** Layers that have a time are seen through this window, the others as they are; null = all times. */
    setWindow: (interval: Interval | null): void => timeWindow.set(interval),
    /** What the server said changed. */
    tilesChanged(event: TilesEvent): void {
      if (!(event.layer in visible)) return
      const isTimed = defs.get(event.layer)?.time !== undefined
      for (const id of [sourceOf(event.layer), ...(isTimed ? [WINDOW] : [])]) {
        const bounds = map.getSource<VectorTileSource>(id)?.bounds
        const [west, south, east, north] = 'all' in event ? [0, 0, 0, 0] : datum.boxToMap(event.bbox)
        const outgrown = bounds !== undefined && (west < bounds[0] || south < bounds[1] || east > bounds[2] || north > bounds[3])
        const tiles = 'all' in event || outgrown ? null : changedTiles(event)
        if (tiles === null) reload(id)
        else freshOf(id).changed(tiles)
      }
    },
    /** Everything again: something may have been missed. */
    reload: () => {
      for (const id of new Set([SOURCE, ...freshness.keys()])) reload(id)
    },
    moveClock,
    /** Marks a feature; a camera shows the sector it covers. */
    showSelection(features: FeatureCollection): void {
      const wedges = features.features.flatMap(feature => {
        if (feature.geometry?.type !== 'Point' || feature.properties?.fov === undefined) return []
        const wedge = cameraSector(feature.geometry.coordinates as [number, number], feature.properties)
        return wedge ? [wedge] : []
      })
      selection = { type: 'FeatureCollection', features: [...features.features, ...wedges] }
      showFocus()
    },
    showShape: tools.showShape,
    show: tools.show,
    draw: tools.draw,
    finishDrawing: tools.finishDrawing,
    stopDrawing: tools.stopDrawing,
    showPlayhead: createPlayhead(map, () => datum),
    /** Calls `then` whenever the map is dragged by hand. Answers what ends that. */
    onDragged(then: () => void): () => void {
      map.on('dragstart', then)
      return () => map.off('dragstart', then)
    },
    ...createCamera({ map, container, datum: () => datum, reducedMotion }),
    resize: () => map.resize(),
    remove: () => map.remove(),
  }
}

function cameraSector(at: [number, number], properties: Readonly<Record<string, unknown>>) {
  const [azimuth, fov, range] = [properties.azimuth, properties.fov, properties.range].map(Number) as [number, number, number]
  return [azimuth, fov, range].every(Number.isFinite) && range > 0 ? sector(at, { azimuth, fov, range }) : null
}
