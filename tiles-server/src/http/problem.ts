import type { Context, Next } from 'koa'
import type { Logger } from 'pino'
import { ZongtuError } from '../kernel/index.ts'

/** RFC 9457. `type` stays about:blank: `code` is what programs tell errors apart by. */
export const problemBody = (error: ZongtuError, requestId?: string) => ({
  type: 'about:blank',
  title: error.code,
  status: error.status,
  code: error.code,
  detail: error.detail,
  ...(requestId === undefined ? {} : { requestId }),
  ...error.extra,
})

/** Whatever is thrown below becomes application/problem+json. Defects are logged and told without their insides. */
export function problems(log: Logger) {
  return async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next()
      if (ctx.status === 404 && ctx.respond !== false && ctx.body == null)
        throw new ZongtuError('not-found', `there is nothing at ${pathOf(ctx)}`)
    } catch (thrown) {
      const error = asProblem(thrown)
      if (error.status >= 500 && error.code === 'internal') log.error({ err: thrown, requestId: ctx.state.requestId as string }, 'defect')
      answer(ctx, error)
    }
  }
}

function answer(ctx: Context, error: ZongtuError): void {
  if (ctx.headerSent || !ctx.writable) return
  for (const header of ['ETag', 'Location', 'Content-Encoding', 'Last-Modified', 'Cache-Control']) ctx.remove(header)
  ctx.status = error.status
  ctx.body = JSON.stringify(problemBody(error, ctx.state.requestId as string))
  ctx.type = 'application/problem+json'
  ctx.set('Cache-Control', 'no-store')
  if (error.status === 401) ctx.set('WWW-Authenticate', 'Bearer')
  // A write that is committed must not be sent again: nothing here asks for that.
  if (error.status === 503 && error.code !== 'not-shown') ctx.set('Retry-After', '1')
}

/** Errors of the middleware in use (http-errors) that are the caller's; anything else is a defect. */
function asProblem(thrown: unknown): ZongtuError {
  if (thrown instanceof ZongtuError) return thrown
  const { status, expose } = thrown as { status?: unknown; expose?: unknown }
  if (status === 404) return new ZongtuError('not-found', 'there is nothing at this path')
  if (expose === true && typeof status === 'number' && status >= 400 && status < 500) {
    return new ZongtuError(status === 403 ? 'forbidden' : 'bad-parameter', (thrown as Error).message.slice(0, 200))
  }
  return new ZongtuError('internal', 'something went wrong in the server; its log has the details')
}

const pathOf = (ctx: Context): string => JSON.stringify(ctx.path.slice(0, 200))
