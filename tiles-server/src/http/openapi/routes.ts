import { json } from '../answer.ts'
import { sendJson } from '../json.ts'
import { type Route, route } from '../route.ts'
import { describeApi, OpenApiDocument } from './document.ts'

/** `GET /api/openapi.json`: all that `routes` answers, once it is complete. */
export function openApiRoutes(routes: () => readonly Route[]): Route[] {
  let document: ReturnType<typeof describeApi> | undefined
  return [
    route({
      method: 'GET',
      path: '/api/openapi.json',
      tag: 'server',
      summary: 'This description, OpenAPI 3.1 接口文档',
      answers: { 200: json(OpenApiDocument, 'The document.') },
      handle: ({ ctx }) => {
        document ??= describeApi(routes())
        sendJson(ctx, document)
      },
    }),
  ]
}
