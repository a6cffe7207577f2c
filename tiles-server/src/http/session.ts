import { z } from 'zod'
import { SESSION_COOKIE, SESSION_SECONDS, sameSecret, signSession } from '../access/index.ts'
import { type Clock, ZongtuError } from '../kernel/index.ts'
import { readJson } from './body.ts'
import { sendJson } from './json.ts'
import type { Call, Route } from './route.ts'

const SignIn = z.object({ token: z.string().max(1000) })

/** The viewer's sign-in: the token once, then a cookie that scripts cannot read. */
export function sessionRoutes(token: string | undefined, clock: Clock): Route[] {
  const state = (call: Call) => ({ required: token !== undefined, authenticated: call.actor !== 'anonymous' })
  return [
    { method: 'GET', path: '/api/session', handle: call => sendJson(call.ctx, state(call)) },
    {
      method: 'POST',
      path: '/api/session',
      handle: async call => {
        const given = SignIn.safeParse(await readJson(call))
        if (!given.success) throw new ZongtuError('bad-json', 'the body must be {"token": "..."}')
        if (token === undefined) return sendJson(call.ctx, state(call))
        if (!sameSecret(given.data.token, token))
          throw new ZongtuError('unauthorized', 'this is not the token this server was started with')
        setCookie(call, signSession(token, clock.now()), SESSION_SECONDS)
        sendJson(call.ctx, { required: true, authenticated: true })
      },
    },
    {
      method: 'DELETE',
      path: '/api/session',
      handle: call => {
        setCookie(call, '', 0)
        call.ctx.status = 204
      },
    },
  ]
}

function setCookie({ ctx }: Call, value: string, seconds: number): void {
  const secure = ctx.get('X-Forwarded-Proto') === 'https' ? '; Secure' : ''
  ctx.set('Set-Cookie', `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`)
}
