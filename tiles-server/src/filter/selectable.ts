import type { Properties } from '../contract/index.ts'
import type { Geometry } from '../geo/index.ts'

/** What a filter looks at. Bounds of the geometry in degrees; without one they are not asked for. */
export interface Selectable {
  readonly id: string
  readonly properties: Properties
  readonly geometry: Geometry | null
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** What decides whether a feature is selected. */
export type Selects = (feature: Selectable) => boolean

/** SQL's three truth values; null is unknown. */
export type Truth = boolean | null
