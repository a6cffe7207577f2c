import { Upload } from '../contract/index.ts'
import { empty, json } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { FILE_NAME } from './import-options.ts'
import { sendJson } from './json.ts'
import { fileBody } from './request-body.ts'
import { type Route, route } from './route.ts'

/** Largest file of an import, in bytes. */
export const FILE_LIMIT = 2 * 2 ** 30

/** Files that are looked at before they are imported: `POST /api/uploads` takes the bytes, inspection and import name the token that answers. */
export const uploadRoutes = ({ imports: { uploads } }: Pick<HttpDeps, 'imports'>): Route[] => [
  route({
    method: 'POST',
    path: '/api/uploads',
    tag: 'datasets',
    summary: 'Leave a file to be looked at and imported 上传',
    description: 'It is held until ten minutes after its last use, eight files at a time.',
    query: { name: FILE_NAME },
    body: fileBody(['application/octet-stream']),
    answers: { 201: json(Upload, 'The token to name it by.') },
    errors: ['bad-import', 'store-unavailable'],
    handle: async ({ ctx, query: { name }, body }) => {
      const upload = await uploads.receive(await body(), name, FILE_LIMIT)
      ctx.status = 201
      sendJson(ctx, { upload: await uploads.hold(upload), name, bytes: upload.size })
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/uploads/:upload',
    tag: 'datasets',
    summary: 'Let go of a file',
    answers: { 204: empty('It is gone.') },
    handle: async ({ ctx, path }) => {
      await uploads.drop(path.upload!)
      ctx.status = 204
    },
  }),
]
