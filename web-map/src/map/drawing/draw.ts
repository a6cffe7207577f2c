import type { Position } from 'geojson'
import {
  type GeoJSONStoreFeatures,
  TerraDraw,
  TerraDrawCircleMode,
  TerraDrawLineStringMode,
  TerraDrawPolygonMode,
  ValidateNotSelfIntersecting,
} from 'terra-draw'
import type { LonLat, Shape, Tool } from '../../state/shape.ts'
import { type AdapterOptions, MapAdapter } from './adapter.ts'

const MODES = { polygon: 'polygon', circle: 'circle', line: 'linestring' } as const

export interface DrawEvents {
  /** What is drawn so far; null before the second point. */
  sketched(shape: Shape | null): void
  finished(shape: Shape): void
}

export interface Drawing {
  /** Ends the shape where it stands, if it is one already. */
  finish(): void
  stop(): void
}

/** A crossing is refused when the vertex is set, not while the pointer passes. */
const noCrossing = (feature: GeoJSONStoreFeatures, { updateType }: { updateType: string }) =>
  updateType === 'provisional' ? { valid: true } : ValidateNotSelfIntersecting(feature)

/** Draws one shape by hand: a click sets a point, a double click or Enter ends it. `reach`: metres to each side of a line. */
export function draw(tool: Tool, reach: number, options: AdapterOptions, events: DrawEvents): Drawing {
  const keyEvents = { cancel: null, finish: 'Enter' }
  const adapter = new MapAdapter(options)
  const terra = new TerraDraw({
    adapter,
    modes: [
      new TerraDrawPolygonMode({ keyEvents, validation: noCrossing, pointerDistance: 14 }),
      new TerraDrawLineStringMode({ keyEvents, pointerDistance: 14 }),
      // On the globe a circle is one on the ground, and its centre is the middle of its box.
      new TerraDrawCircleMode({ keyEvents, drawInteraction: 'click-move-or-drag', projection: 'globe' }),
    ],
  })
  terra.start()
  terra.setMode(MODES[tool])
  adapter.setDoubleClickToZoom(false)
  terra.on('change', () => {
    const feature = terra.getSnapshot().find(candidate => candidate.properties.mode === MODES[tool] && candidate.geometry.type !== 'Point')
    events.sketched(feature ? shapeOf(feature, reach) : null)
  })
  terra.on('finish', id => {
    const feature = terra.getSnapshotFeature(id)
    const shape = feature && shapeOf(feature, reach)
    if (shape) events.finished(shape)
  })
  return {
    finish: () => options.map.getCanvas().dispatchEvent(new KeyboardEvent('keyup', { key: 'Enter' })),
    stop() {
      terra.stop()
      // The click that ended the shape is still under way, and may be the first half of a double click.
      setTimeout(() => adapter.setDoubleClickToZoom(true), 400)
    },
  }
}

/** The shape a drawn feature stands for; null while it has too few points. */
function shapeOf({ geometry, properties }: GeoJSONStoreFeatures, reach: number): Shape | null {
  if (geometry.type === 'LineString') {
    const points = distinct(geometry.coordinates)
    return points.length >= 2 ? { kind: 'line', points, reach } : null
  }
  if (geometry.type !== 'Polygon') return null
  const ring = distinct(geometry.coordinates[0]!)
  if (properties.mode === 'circle') return circleOf(ring, Number(properties.radiusKilometers) * 1000)
  if (ring.length > 1 && same(ring[0]!, ring.at(-1)!)) ring.pop()
  return ring.length >= 3 ? { kind: 'polygon', ring } : null
}

function circleOf(ring: readonly LonLat[], radius: number): Shape | null {
  if (!(radius >= 1)) return null
  const [lons, lats] = [ring.map(([lon]) => lon), ring.map(([, lat]) => lat)]
  const centre = [(Math.min(...lons) + Math.max(...lons)) / 2, (Math.min(...lats) + Math.max(...lats)) / 2] as const
  return { kind: 'circle', centre, radius: Math.round(radius) }
}

const same = (a: LonLat, b: LonLat): boolean => a[0] === b[0] && a[1] === b[1]

/** Without the repeats that a vertex still in hand makes. */
function distinct(positions: readonly Position[]): LonLat[] {
  const points = positions.map(([lon, lat]): LonLat => [lon!, lat!])
  return points.filter((point, i) => i === 0 || !same(point, points[i - 1]!))
}
