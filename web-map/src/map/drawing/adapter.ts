import type { FeatureCollection } from 'geojson'
import type { Map as MapLibre } from 'maplibre-gl'
import { type SetCursor, type TerraDrawChanges, TerraDrawExtend } from 'terra-draw'
import type { Datum } from '../datum.ts'

export interface AdapterOptions {
  readonly map: MapLibre
  readonly datum: () => Datum
  /** Shows what is being drawn, in WGS 84. */
  readonly show: (features: FeatureCollection) => void
}

/**
 * Terra Draw on this map. It draws in WGS 84 whatever the map is in, and into the page's own source: the library's own adapter adds layers
 * that the next change of the style would take away.
 */
export class MapAdapter extends TerraDrawExtend.TerraDrawBaseAdapter {
  readonly #options: AdapterOptions

  constructor(options: AdapterOptions) {
    super({ coordinatePrecision: 9 })
    this.#options = options
  }

  override register(callbacks: TerraDrawExtend.TerraDrawCallbacks): void {
    super.register(callbacks)
    callbacks.onReady?.()
  }

  getMapEventElement(): HTMLElement {
    return this.#options.map.getCanvas()
  }

  project(lng: number, lat: number): { x: number; y: number } {
    const { map, datum } = this.#options
    const { x, y } = map.project(datum().toMap([lng, lat]))
    return { x, y }
  }

  unproject(x: number, y: number): { lng: number; lat: number } {
    const { map, datum } = this.#options
    const [lng, lat] = datum().toWorld(map.unproject([x, y]).toArray())
    return { lng, lat }
  }

  getLngLatFromEvent(event: PointerEvent | MouseEvent): { lng: number; lat: number } {
    const { left, top } = this.getMapEventElement().getBoundingClientRect()
    return this.unproject(event.clientX - left, event.clientY - top)
  }

  setCursor(cursor: Parameters<SetCursor>[0]): void {
    this.getMapEventElement().style.cursor = cursor === 'unset' ? '' : cursor
  }

  setDraggability(enabled: boolean): void {
    this.#options.map.dragPan[enabled ? 'enable' : 'disable']()
  }

  setDoubleClickToZoom(enabled: boolean): void {
    this.#options.map.doubleClickZoom[enabled ? 'enable' : 'disable']()
  }

  render({ created, updated, unchanged }: TerraDrawChanges): void {
    const features = [...created, ...updated, ...unchanged].map(({ geometry, properties }) => ({
      type: 'Feature' as const,
      geometry,
      properties: { role: geometry.type === 'Point' ? 'handle' : 'sketch', mode: properties.mode },
    }))
    this.#options.show({ type: 'FeatureCollection', features })
  }

  clear(): void {
    this._currentModeCallbacks?.onClear()
    this.#options.show({ type: 'FeatureCollection', features: [] })
  }
}
