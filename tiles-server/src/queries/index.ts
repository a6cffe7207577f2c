export { createQueries, type Queries } from './create.ts'
export type { Locate } from './locate.ts'
export { foundFeatures } from './spatial/output.ts'
