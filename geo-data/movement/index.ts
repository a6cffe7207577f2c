export { Mover } from './mover.ts'
export { Receiver } from './receiver.ts'
export { type RoadLine, RoadNetwork } from './road-network.ts'
export { Walker } from './walker.ts'
