import type { MultiPolygon, Polygon } from '../../geo/index.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { areaShape, corridorShape, type Shape } from './shape.ts'
import type { CompiledFence, FenceZone, Transition } from './types.ts'

/** A fence while it holds: from one moment of event time, until another. */
export interface Fence {
  readonly rule: CompiledFence
  readonly zones: readonly Zone[]
  readonly schedule: Schedule | undefined
  readonly detects: ReadonlySet<Transition>
  readonly from: number
  /** When the next version, or none, took its place: exclusive. */
  to: number
}

export interface Zone {
  readonly id: string
  readonly fence: Fence
  readonly shape: Shape
  /** Metres beyond the rim at which one has left. */
  readonly margin: number
  /** Marks of the fix under evaluation: inside; known to the object's state. Saves sets in the innermost loop. */
  held: number
  known: number
}

/** Geometries are prepared once, however many fences and versions use them. */
const areas = new WeakMap<Polygon | MultiPolygon, Shape>()

export function prepareFence(rule: CompiledFence, from: number, to = Infinity): Fence {
  const zones: Zone[] = []
  const fence: Fence = {
    rule,
    zones,
    schedule: rule.schedule && createSchedule(rule.schedule),
    detects: new Set(rule.detect),
    from,
    to,
  }
  if (!rule.enabled) return fence
  for (const zone of rule.zones) {
    const shape = shapeOf(zone, rule.corridor?.width ?? 0)
    zones.push({ id: zone.id, fence, shape, margin: rule.margin ?? shape.margin, held: 0, known: 0 })
  }
  return fence
}

function shapeOf({ geometry }: FenceZone, width: number): Shape {
  if (geometry.type === 'LineString') return corridorShape(geometry, width)
  const shape = areas.get(geometry) ?? areaShape(geometry)
  areas.set(geometry, shape)
  return shape
}

export function concerns({ rule: { objects } }: Fence, object: string): boolean {
  return objects === 'all' || (typeof objects === 'function' ? objects(object) : objects.has(object))
}

/** Rules on how many are in a zone, decided together for all objects. */
export const isOfGroups = ({ fence: { detects } }: Zone): boolean => detects.has('crowd') || detects.has('absent')
