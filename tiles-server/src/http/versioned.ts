import type { Context } from 'koa'
import { isUnchanged, versionTag } from './conditional.ts'
import { sendJson } from './json.ts'

/** Answers JSON whose strong ETag stands for a version in a database: 304 where the client has it. */
export function sendVersion(ctx: Context, databaseId: string, version: number, body: unknown): void {
  const tag = versionTag(databaseId, version)
  ctx.set('ETag', `"${tag}"`)
  // The bytes behind a strong tag must not vary.
  ctx.compress = false
  if (ctx.method === 'GET' && isUnchanged(ctx.get('If-None-Match'), tag)) {
    ctx.set('Cache-Control', 'private, no-cache')
    ctx.status = 304
    return
  }
  sendJson(ctx, body)
}
