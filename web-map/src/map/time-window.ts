import type { Map as MapLibre, VectorTileSource } from 'maplibre-gl'
import type { LayerDef, MapCrs } from '../../../tiles-server/src/contract/index.ts'
import type { Interval } from '../state/span.ts'
import { createHandOver } from './hand-over.ts'
import { WINDOW, type Windowed, windowTiles } from './windowed.ts'

/** What a window of time needs of the map it is put on. */
export interface WindowHost {
  readonly map: MapLibre
  /** Layers that have a time. */
  timed(): readonly LayerDef[]
  /** Sources that draw these layers for all times. */
  origins(): readonly string[]
  /** What the map is drawn in. */
  crs(): MapCrs
  /** True once there is a style to change. */
  isReady(): boolean
  /** Gives the map the style that belongs to `windowed` below. */
  redress(): void
  /** Switches layers on and off as `isAlone` below says. */
  reshow(): void
  /** All tiles of the window's source are asked for anew. */
  renewed(): void
  /** Features in view by layer, as drawn through the window; null = there is no window. */
  counted(counts: Readonly<Record<string, number>> | null): void
}

/** The window of time on a map: layers that have a time are drawn from a source of their own, which alone is loaded as the window moves. */
export function createTimeWindow(host: WindowHost) {
  const { map } = host
  let isCounted = false
  const windowedBy = (interval: Interval): Windowed => ({ defs: host.timed(), interval, origin: location.origin, crs: host.crs() })

  const handOver = createHandOver({
    ready: of => (of === 'window' ? [WINDOW] : host.origins()).every(id => !map.getSource(id) || map.isSourceLoaded(id)),
    add: () => host.redress(),
    remove: () => {
      host.redress()
      host.counted(null)
    },
    move: interval => {
      host.renewed()
      map.getSource<VectorTileSource>(WINDOW)?.setTiles([windowTiles(windowedBy(interval))])
    },
    alone: () => host.reshow(),
    shown: () => {
      if (isCounted) return
      isCounted = true
      host.counted(countInView(map, host.timed()))
    },
  })
  const advance = (): void => {
    if (host.isReady() && host.timed().length > 0) handOver.advance()
  }
  // After each frame: the style's changes have been taken in then, and what loads tells so by drawing again.
  map.on('render', advance)
  map.on('idle', advance)
  map.on('moveend', () => {
    isCounted = false
  })
  map.on('sourcedata', event => {
    if (event.sourceId === WINDOW) isCounted = false
  })

  return {
    set(interval: Interval | null): void {
      handOver.set(interval)
      map.triggerRepaint()
    },
    /** How the window takes part in the style now. */
    get windowed(): Windowed | null {
      return handOver.applied && windowedBy(handOver.applied)
    },
    get isAlone(): boolean {
      return handOver.isAlone
    },
  }
}

/** How many features of each layer the window's tiles show in view. Copies in the margins of tiles are told apart by their id. */
function countInView(map: MapLibre, defs: readonly LayerDef[]): Record<string, number> {
  const bounds = map.getBounds()
  const counts = defs.map(({ id }): [string, number] => {
    const seen = new Map<unknown, number>()
    for (const { geometry, properties } of map.querySourceFeatures(WINDOW, { sourceLayer: id })) {
      if (geometry.type === 'Point' && !bounds.contains(geometry.coordinates as [number, number])) continue
      seen.set(properties.id, Number(properties.count ?? 1))
    }
    return [id, [...seen.values()].reduce((sum, count) => sum + count, 0)]
  })
  return Object.fromEntries(counts)
}
