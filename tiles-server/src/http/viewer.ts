import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Context, Middleware, Next } from 'koa'
import serveStatic from 'koa-static'
import { ZongtuError } from '../kernel/index.ts'

const YEAR_MS = 365 * 24 * 3600 * 1000

/** The built viewer. Files under assets/ carry a hash of their content in their names and never change; the page itself is asked about each time. */
export function viewer(folder: string): Middleware {
  const serve = serveStatic(folder, {
    index: 'index.html',
    setHeaders: (res, path) => {
      const immutable = path.startsWith(join(folder, 'assets'))
      res.setHeader('Cache-Control', immutable ? `public, max-age=${YEAR_MS / 1000}, immutable` : 'no-cache')
    },
  })
  return async (ctx: Context, next: Next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      throw new ZongtuError('not-found', `there is nothing to ${ctx.method.slice(0, 40)} at ${JSON.stringify(ctx.path.slice(0, 200))}`)
    }
    ctx.state.route = 'viewer'
    if (ctx.path === '/' && !existsSync(join(folder, 'index.html'))) return notBuilt(ctx)
    await serve(ctx, next)
  }
}

function notBuilt(ctx: Context): void {
  ctx.status = 503
  ctx.type = 'text/plain; charset=utf-8'
  ctx.body =
    'Zongtu is running, but its viewer is not built: run "npm run build" and reload this page. The API answers under /api/layers.\n'
}
