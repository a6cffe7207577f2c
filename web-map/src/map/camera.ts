import type { Map as MapLibre } from 'maplibre-gl'
import type { MapView } from '../state/url.ts'
import type { Datum } from './datum.ts'

export type Bounds = readonly [west: number, south: number, east: number, north: number]

export interface CameraOptions {
  readonly map: MapLibre
  readonly container: HTMLElement
  readonly datum: () => Datum
  readonly reducedMotion: boolean
}

/** What is asked about is not left at the very edge of a sheet. */
const REVEAL_PX = 60
/** Of the free part of the map, so much at each side is too near to the edge for what is followed. */
const EDGE_SHARE = 0.15

/** The column of map tools beside a sheet, with room on either side. */
const TOOLS_PX = 72

/** Where the map looks; all places in WGS 84. */
export function createCamera({ map, container, datum, reducedMotion }: CameraOptions) {
  const calm = (ms: number): number => (reducedMotion ? 0 : ms)
  return {
    fit(bounds: Bounds, maxZoom = 17): void {
      const [west, south, east, north] = datum().boxToMap(bounds)
      map.fitBounds([west, south, east, north], { padding: paddingOf(container), maxZoom, duration: calm(600) })
    },
    /** Moves the map aside if a place lies under what covers it (in the window's pixels): a sheet at the side, or one at the foot of a phone. */
    reveal(place: readonly [number, number], cover: DOMRect): void {
      const at = map.project(datum().toMap(place))
      const [right, down] = [at.x - cover.left + REVEAL_PX, at.y - cover.top + REVEAL_PX]
      if (right < 0 || down < 0) return
      map.panBy(cover.width > container.clientWidth * 0.6 ? [0, down] : [right, 0], { duration: calm(300) })
    },
    /** Brings a place to the middle of what no panel covers, unless it is well within already. Not closer than `zoom`, if that is given. */
    keepInView(place: readonly [number, number], zoom?: number): void {
      const { left, right, top, bottom } = paddingOf(container)
      const [width, height] = [container.clientWidth - left - right, container.clientHeight - top - bottom]
      const { x, y } = map.project(datum().toMap(place))
      const isWithin = (at: number, size: number): boolean => at > size * EDGE_SHARE && at < size * (1 - EDGE_SHARE)
      const isClose = zoom === undefined || map.getZoom() >= zoom
      if (isClose && isWithin(x - left, width) && isWithin(y - top, height)) return
      const offset: [number, number] = [(left - right) / 2, (top - bottom) / 2]
      map.easeTo({ center: datum().toMap(place), ...(!isClose && { zoom }), offset, duration: calm(400) })
    },
    jump(next: MapView): void {
      map.jumpTo({ center: datum().toMap([next.lon, next.lat]), zoom: next.zoom, bearing: next.bearing })
    },
    zoomBy: (steps: number) => map.easeTo({ zoom: map.getZoom() + steps, duration: calm(200) }),
    north: () => map.easeTo({ bearing: 0, duration: calm(300) }),
    focusCanvas: () => map.getCanvas().focus(),
  }
}

/** Room for the panels that float over the map. */
function paddingOf(container: HTMLElement): { top: number; bottom: number; left: number; right: number } {
  const side = Math.min(340, container.clientWidth * 0.25)
  const beside = pixels(container, '--zt-right') + TOOLS_PX
  return { top: 68, bottom: 48 + pixels(container, '--zt-bottom'), left: side, right: Math.max(side, beside) }
}

const pixels = (element: HTMLElement, property: string): number =>
  Number.parseFloat(getComputedStyle(element).getPropertyValue(property)) || 0
