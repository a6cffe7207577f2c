import { file, json } from '../answer.ts'
import { sendJson } from '../json.ts'
import { type Route, route } from '../route.ts'
import { describeApi, type OpenApi, OpenApiDocument } from './document.ts'
import { apiPage } from './page/page.ts'

/** The description of all that `routes` answers, once they are complete: for programs, and for people. */
export function openApiRoutes(routes: () => readonly Route[]): Route[] {
  const document = once((): OpenApi => describeApi(routes()))
  const page = once(() => apiPage(document()))
  return [
    route({
      method: 'GET',
      path: '/api/openapi.json',
      tag: 'server',
      summary: 'This description, OpenAPI 3.1 接口文档',
      answers: { 200: json(OpenApiDocument, 'The document.') },
      handle: ({ ctx }) => sendJson(ctx, document()),
    }),
    route({
      method: 'GET',
      path: '/api/docs',
      tag: 'server',
      summary: 'This description as a page',
      answers: { 200: file('The page; it needs no script.', 'text/html') },
      handle: ({ ctx }) => {
        ctx.type = 'text/html; charset=utf-8'
        ctx.set('Cache-Control', 'private, no-cache')
        ctx.body = page()
      },
    }),
  ]
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
