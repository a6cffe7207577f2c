import Router from '@koa/router'
import type { Context, Middleware, Next } from 'koa'
import { ZongtuError } from '../kernel/index.ts'
import { readQuery } from './query.ts'
import type { Route } from './route.ts'

/** The routes as middleware: strict query parameters, HEAD through GET, OPTIONS, and 405 with Allow for a path that has other methods. */
export function routesMiddleware(routes: readonly Route[]): Middleware[] {
  const router = new Router({ sensitive: true, strict: true })
  for (const route of routes) {
    router.register(route.path, [route.method], async context => {
      const ctx: Context = context
      ctx.state.route = route.path
      await route.handle({
        ctx,
        path: context.params,
        query: readQuery(ctx.querystring, route.query ?? {}),
        body: () => Promise.resolve(route.body!.read(ctx)),
        actor: ctx.state.actor as string,
      })
    })
  }
  return [router.routes() as unknown as Middleware, otherMethods]
}

async function otherMethods(ctx: Context, next: Next): Promise<void> {
  const { matched } = ctx as Context & { matched?: readonly { methods: readonly string[] }[] }
  if (!matched || matched.length === 0) {
    await next()
    return
  }
  const allowed = [...new Set(['OPTIONS', ...matched.flatMap(layer => layer.methods)])].sort()
  ctx.set('Allow', allowed.join(', '))
  if (ctx.method !== 'OPTIONS') {
    throw new ZongtuError(
      'method-not-allowed',
      `${ctx.method.slice(0, 40)} is not a method of ${ctx.path.slice(0, 200)}; it has ${allowed.join(', ')}`,
    )
  }
  ctx.status = 204
}
