export { type Catalog, loadCatalog } from './catalog.ts'
export { buildStyle, type Scheme, type StyleOptions } from './style/index.ts'
