export type { Records } from './intake.ts'
export { positionOutput, trackFeature } from './output.ts'
export { openPositions, type Positions } from './positions.ts'
export { Unreadable } from './record.ts'
