import type { Feature, FeatureCollection, Geometry } from 'geojson'
import type { MapGeoJSONFeature, Map as MapLibre, Point, StyleSpecification } from 'maplibre-gl'
import { MARKED, type Mark } from '../state/marks.ts'
import type { FeatureRef } from '../state/ref.ts'
import type { LonLat, Shape, Tool } from '../state/shape.ts'
import { listenForAsking } from './asking.ts'
import type { Datum } from './datum.ts'
import type { DrawEvents, Drawing } from './drawing/draw.ts'
import { editByHandles } from './drawing/edit.ts'
import { NOTHING } from './dress.ts'
import { drawnShape } from './overlays/area.ts'
import { createOverlays, type Overlay, overlaySource } from './overlays/overlays.ts'

/** The click that ends a drawing, and the second half of a double click, come after it. */
const SETTLE_MS = 400

export interface ToolEvents {
  /** "What is here" was asked; WGS 84. */
  asked(at: LonLat): void
  /** A handle of the shape was dragged: `done` when it was let go. */
  reshaped(shape: Shape, done: boolean): void
  /** The pointer is on a result of the area query, or on none. */
  pointed(ref: FeatureRef | null): void
  /** The mark of an open alert was clicked. */
  alertPicked(id: string): void
  /** The pointer is on a numbered mark, or on none; one was clicked. */
  marked(mark: Mark | null): void
  markPicked(mark: Mark): void
}

export interface ToolOptions {
  readonly map: MapLibre
  readonly datum: () => Datum
  readonly events: ToolEvents
}

/** Asking, drawing and what both show on the map. */
export function createTools({ map, datum, events }: ToolOptions) {
  const overlays = createOverlays(map, datum)
  let shape: Shape | null = null
  let geometry: Geometry | null = null
  let drawing: Drawing | null = null
  let round = 0
  let busyUntil = Number.NEGATIVE_INFINITY
  let pointed = ''

  const showArea = (next: Shape | null): void => overlays.set('area', next ? drawnShape(next, geometry) : NOTHING)
  const edit = editByHandles({
    map,
    datum,
    shape: () => (drawing ? null : shape),
    changed(next, done) {
      shape = next
      showArea(next)
      if (done) busyUntil = performance.now() + 50
      events.reshaped(next, done)
    },
  })
  const isBusy = (): boolean => drawing !== null || edit.isTaken() || performance.now() < busyUntil
  listenForAsking(map, isBusy, at => events.asked(datum().toWorld(at)))

  function stopDrawing(): void {
    round++
    if (!drawing) return
    drawing.stop()
    drawing = null
    busyUntil = performance.now() + SETTLE_MS
    showArea(shape)
  }

  return {
    /** The map is in use for drawing: clicks are not meant for features. */
    isBusy,
    /** What the pointer looks like; null = as usual. */
    cursor: (): string | null => (drawing ? 'crosshair' : edit.isTaken() ? 'grabbing' : edit.isOver() ? 'grab' : null),
    over: (style: StyleSpecification): StyleSpecification => overlays.over(style),
    /** The result of the area query among what lies under the pointer; says so when it is another than before. */
    pointAt(hits: readonly Pick<MapGeoJSONFeature, 'source' | 'properties'>[]): FeatureRef | null {
      const hit = hits.find(({ source }) => source === overlaySource('results'))
      const ref = hit ? { layer: String(hit.properties.layer), id: String(hit.properties.id) } : null
      const key = ref ? `${ref.layer}/${ref.id}` : ''
      if (key !== pointed) events.pointed(ref)
      pointed = key
      return ref
    },
    /** The alert whose mark lies under the pointer. */
    alertAt(hits: readonly Pick<MapGeoJSONFeature, 'source' | 'properties'>[]): string | null {
      const hit = hits.find(({ source }) => source === overlaySource('alerts'))
      return hit ? String(hit.properties.id) : null
    },
    /** The numbered mark that lies under the pointer (at `point`, pixels of the map), the uppermost. */
    markAt(hits: readonly Pick<MapGeoJSONFeature, 'source' | 'properties'>[], { x, y }: Pick<Point, 'x' | 'y'>): Mark | null {
      for (const { source, properties } of hits) {
        const of = MARKED.find(overlay => source === overlaySource(overlay))
        if (of && typeof properties.index === 'number') return { of, index: properties.index, x, y }
      }
      return null
    },
    /** Shows the shape with its handles. `of`: the geometry of the feature it names. */
    showShape: (next: Shape | null, of: Geometry | null): void => {
      shape = next
      geometry = of
      if (!drawing) showArea(next)
    },
    show: (overlay: Exclude<Overlay, 'area'>, features: readonly Feature[]): void =>
      overlays.set(overlay, { type: 'FeatureCollection', features: [...features] } satisfies FeatureCollection),
    /** Takes a tool in hand; what draws is loaded when it is first wanted. Settles when it may be used. */
    draw: async (tool: Tool, reach: number, on: DrawEvents): Promise<void> => {
      stopDrawing()
      const mine = round
      const { draw } = await import('./drawing/draw.ts')
      if (mine !== round) return
      overlays.set('area', NOTHING)
      drawing = draw(tool, reach, { map, datum, show: features => overlays.set('area', features) }, on)
      map.getCanvas().focus()
    },
    finishDrawing: () => drawing?.finish(),
    stopDrawing,
  }
}
