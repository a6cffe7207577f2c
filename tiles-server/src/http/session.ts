import { SESSION_COOKIE, SESSION_SECONDS, sameSecret, signSession } from '../access/index.ts'
import { Session, SignIn } from '../contract/index.ts'
import { type Clock, ZongtuError } from '../kernel/index.ts'
import { empty, json } from './answer.ts'
import { sendJson } from './json.ts'
import { jsonBody } from './request-body.ts'
import { type Call, type Route, route } from './route.ts'

/** The viewer's sign-in: the token once, then a cookie that scripts cannot read. */
export function sessionRoutes(token: string | undefined, clock: Clock): Route[] {
  const state = (call: Pick<Call, 'actor'>) => ({ required: token !== undefined, authenticated: call.actor !== 'anonymous' })
  return [
    route({
      method: 'GET',
      path: '/api/session',
      tag: 'server',
      summary: 'Whether one is signed in 会话',
      answers: { 200: json(Session, 'What the server asks for, and who asks.') },
      handle: call => sendJson(call.ctx, state(call)),
    }),
    route({
      method: 'POST',
      path: '/api/session',
      tag: 'server',
      summary: 'Sign in with the token',
      body: jsonBody(SignIn, 'bad-json'),
      answers: { 200: json(Session, 'Signed in; a cookie that scripts cannot read says so from now on.') },
      handle: async call => {
        const given = await call.body()
        if (token === undefined) return sendJson(call.ctx, state(call))
        if (!sameSecret(given.token, token)) throw new ZongtuError('unauthorized', 'this is not the token this server was started with')
        setCookie(call, signSession(token, clock.now()), SESSION_SECONDS)
        sendJson(call.ctx, { required: true, authenticated: true })
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/session',
      tag: 'server',
      summary: 'Sign out',
      answers: { 204: empty('The cookie is taken back.') },
      handle: call => {
        setCookie(call, '', 0)
        call.ctx.status = 204
      },
    }),
  ]
}

function setCookie({ ctx }: Pick<Call, 'ctx'>, value: string, seconds: number): void {
  const secure = ctx.get('X-Forwarded-Proto') === 'https' ? '; Secure' : ''
  ctx.set('Set-Cookie', `${SESSION_COOKIE}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`)
}
