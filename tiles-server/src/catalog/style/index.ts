export { buildStyle, type StyleOptions } from './build.ts'
export type { Scheme } from './tokens.ts'
