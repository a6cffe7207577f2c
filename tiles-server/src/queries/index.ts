export { createQueries, type Queries } from './create.ts'
