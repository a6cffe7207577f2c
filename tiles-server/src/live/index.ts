export type { NearestWalk } from './nearest-walk.ts'
export { openLive } from './open.ts'
export { Outline } from './outline.ts'
export type { AppliedBatch, FeatureDiff, Indicator, Live, LiveFeature, LiveLayer } from './types.ts'
