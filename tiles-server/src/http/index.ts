export { createHttp } from './http.ts'
export { apiDocument } from './routes.ts'
