import { assertBodyType } from '../access/index.ts'
import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { HttpDeps } from './deps.ts'
import { readFileName } from './import-options.ts'
import { sendJson } from './json.ts'
import type { Call, Route } from './route.ts'

/** Largest file of an import, in bytes. */
export const FILE_LIMIT = 2 * 2 ** 30
const TYPES = ['application/octet-stream']

/** Files that are looked at before they are imported: `POST /api/uploads` takes the bytes, inspection and import name the token that answers. */
export const uploadRoutes = ({ imports: { uploads } }: Pick<HttpDeps, 'imports'>): Route[] => [
  {
    method: 'POST',
    path: '/api/uploads',
    query: ['name'],
    handle: async ({ ctx, query }) => {
      checkFileBody(ctx, TYPES)
      const name = readFileName(query)
      const upload = await uploads.receive(ctx.req, name, FILE_LIMIT)
      ctx.status = 201
      sendJson(ctx, { upload: await uploads.hold(upload), name, bytes: upload.size })
    },
  },
  {
    method: 'DELETE',
    path: '/api/uploads/:upload',
    handle: async ({ ctx, path }) => {
      await uploads.drop(path.upload!)
      ctx.status = 204
    },
  },
]

/** Throws unsupported-media-type. */
export function checkFileBody(ctx: Call['ctx'], types: readonly string[]): void {
  assertBodyType(ctx.get('Content-Type') || undefined, types)
  const coding = ctx.get('Content-Encoding')
  if (coding !== '' && coding !== 'identity') {
    throw new ZongtuError('unsupported-media-type', `Content-Encoding is ${shown(coding)}, bodies are taken as they are`)
  }
}
