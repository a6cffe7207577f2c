import type { Context } from 'koa'

/** Answers JSON that the browser may keep but must ask about before using it again. */
export function sendJson(ctx: Context, body: unknown, type = 'application/json'): void {
  ctx.type = type
  ctx.set('Cache-Control', 'private, no-cache')
  ctx.body = JSON.stringify(body)
}

/** Where this server is, as the client sees it: the checked Host, and https when a proxy in front says so. */
export function baseUrl(ctx: Context): string {
  const host = /^[\w.:[\]-]{1,255}$/.test(ctx.get('Host')) ? ctx.get('Host') : `127.0.0.1:${ctx.socket.localPort}`
  return `${ctx.get('X-Forwarded-Proto') === 'https' ? 'https' : 'http'}://${host}`
}
