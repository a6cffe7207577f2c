export type { Records } from './intake.ts'
export { positionOutput, trackFeature } from './output.ts'
export { createPositions, type Positions } from './positions.ts'
export { Unreadable } from './record.ts'
