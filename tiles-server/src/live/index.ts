export { openLive } from './open.ts'
export type { AppliedBatch, FeatureDiff, Live, LiveFeature, LiveLayer } from './types.ts'
