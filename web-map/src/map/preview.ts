import type { FeatureCollection } from 'geojson'
import {
  type GeoJSONSource,
  GPUInitializationError,
  Map as MapLibre,
  ScaleControl,
  type StyleSpecification,
  setWorkerUrl,
} from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url'
import type { MapView } from '../state/url.ts'
import { drawIcon } from './icons.ts'
import { type Mark, NONE } from './preview-data.ts'
import { drawBadge, isChosen, isRow, MARKS, MOVES, type PreviewData, previewStyle, SAMPLE } from './preview-style.ts'

setWorkerUrl(workerUrl)

type Bounds = readonly [west: number, south: number, east: number, north: number]

export interface PreviewOptions {
  readonly container: HTMLElement
  readonly label: string
  readonly reducedMotion: boolean
  /** A numbered mark was clicked. */
  readonly onPick: (n: number) => void
  readonly onPhase: (phase: 'busy' | 'idle') => void
  /** The map came to rest elsewhere. */
  readonly onMoved: (view: MapView) => void
}

export type Preview = NonNullable<ReturnType<typeof createPreview>>

/** A street corner, and a district. */
const CLOSE = 17
const WIDE = 13

/** The map of an import: the city beneath, the file's sample, its problems and what cleaning moves over it. Null where the device cannot draw. */
export function createPreview({ container, label, reducedMotion, onPick, onPhase, onMoved }: PreviewOptions) {
  let served: StyleSpecification | null = null
  let data: PreviewData = { sample: NONE, marks: NONE, moves: NONE, chosen: null, row: null }
  let map: MapLibre
  try {
    map = new MapLibre({
      container,
      center: [105, 35],
      zoom: 3,
      maxZoom: 24,
      maxPitch: 0,
      pitchWithRotate: false,
      dragRotate: false,
      attributionControl: false,
      fadeDuration: reducedMotion ? 0 : 150,
      locale: { 'Map.Title': label },
    })
  } catch (error) {
    if (error instanceof GPUInitializationError) return null
    throw error
  }
  map.addControl(new ScaleControl({ maxWidth: 90, unit: 'metric' }), 'bottom-left')
  const isDark = (): boolean => (served?.metadata as Record<string, unknown> | undefined)?.['zongtu:scheme'] === 'dark'
  map.setMissingStyleImageResolver(id => {
    const badge = drawBadge(id, isDark())
    if (map.hasImage(id)) return
    if (badge) map.addImage(id, badge, { pixelRatio: 2 })
    else {
      const icon = drawIcon(id, isDark() ? '#0d1218' : '#ffffff')
      if (icon) map.addImage(id, icon.data, { pixelRatio: icon.pixelRatio })
    }
  })
  map.on('idle', () => onPhase('idle'))
  map.on('moveend', () => {
    const { lng, lat } = map.getCenter()
    onMoved({ zoom: map.getZoom(), lat, lon: lng, bearing: 0 })
  })
  map.on('dataloading', () => onPhase('busy'))
  map.on('movestart', () => onPhase('busy'))
  map.on('click', event => {
    const { x, y } = event.point
    const layers = ['marks-number', 'marks-dot'].filter(layer => map.getLayer(layer))
    const box: [[number, number], [number, number]] = [
      [x - 6, y - 6],
      [x + 6, y + 6],
    ]
    const [hit] = map.queryRenderedFeatures(box, { layers })
    if (hit) onPick(Number(hit.properties.n))
  })
  for (const layer of ['marks-number', 'marks-dot']) {
    map.on('mouseenter', layer, () => (map.getCanvas().style.cursor = 'pointer'))
    map.on('mouseleave', layer, () => (map.getCanvas().style.cursor = ''))
  }
  const put = (source: string, content: FeatureCollection): void => {
    void map.getSource<GeoJSONSource>(source)?.setData(content)
  }
  const duration = (ms: number): number => (reducedMotion ? 0 : ms)

  return {
    setStyle(style: StyleSpecification): void {
      for (const id of map.style ? map.listImages() : []) map.removeImage(id)
      served = style
      map.setStyle(previewStyle(style, data), { diff: true })
    },
    setData(next: PreviewData): void {
      const before = data
      data = next
      if (next.sample !== before.sample) put(SAMPLE, next.sample)
      if (next.marks !== before.marks) put(MARKS, next.marks)
      if (next.moves !== before.moves) put(MOVES, next.moves)
      if (next.chosen === before.chosen || !map.getLayer('marks-chosen')) return
      map.setFilter('marks-chosen', isChosen(next.chosen))
      map.setFilter('sample-chosen', ['all', ['==', ['geometry-type'], 'LineString'], isRow(next.row)])
    },
    fit([west, south, east, north]: Bounds, maxZoom = 16): void {
      map.resize()
      map.fitBounds([west, south, east, north], { padding: 48, maxZoom, duration: duration(500) })
    },
    /** Flies to a place, at least as close as `closest`, never farther away than now. */
    flyTo([lon, lat]: readonly [number, number], closest: number): void {
      map.flyTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), closest), duration: duration(900) })
    },
    /** Flies to what a mark is about: its whole feature where that is known and no larger than a district, else a street corner. */
    show({ at, bounds }: Mark): void {
      if (!at) return
      const [west, south, east, north] = bounds ?? [...at, ...at]
      const camera = map.cameraForBounds([west, south, east, north], { padding: 90, maxZoom: CLOSE })
      map.flyTo({ center: [...at], zoom: Math.max(camera?.zoom ?? CLOSE, WIDE), duration: duration(900) })
    },
    zoomBy: (steps: number) => map.easeTo({ zoom: map.getZoom() + steps, duration: duration(200) }),
    remove: () => map.remove(),
  }
}
