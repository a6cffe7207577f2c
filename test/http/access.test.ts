import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../../tiles-server/src/app.ts'
import { defaults } from '../../tiles-server/src/config.ts'
import { type RunningApp, startApp } from '../support/app.ts'

const TOKEN = 'correct horse battery staple'
let open: RunningApp
let closed: RunningApp
let viewerDir: string
beforeAll(async () => {
  viewerDir = await mkdtemp(join(tmpdir(), 'zt-viewer-'))
  await mkdir(join(viewerDir, 'assets'))
  await writeFile(join(viewerDir, 'index.html'), '<!doctype html><title>总图</title>')
  await writeFile(join(viewerDir, 'assets', 'main-1a2b3c.js'), `export default "${'x'.repeat(3000)}"`)
  open = await startApp({ viewerDir })
  closed = await startApp({ viewerDir, token: TOKEN })
})
afterAll(async () => {
  await open.close()
  await closed.close()
  await rm(viewerDir, { recursive: true })
})

/** fetch does not let a caller set Host. */
function raw(
  app: RunningApp,
  method: string,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; code: string | undefined }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port: app.port, method, path, headers }, response => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode!, code: /"code":"([a-z-]+)"/.exec(text)?.[1] }))
    })
    asked.on('error', reject).end()
  })
}

describe('on loopback without a token', () => {
  it('answers to its own names only', async () => {
    expect((await raw(open, 'GET', '/api/layers', { host: `localhost:${open.port}` })).status).toBe(200)
    for (const host of ['evil.example', `evil.example:${open.port}`, '127.0.0.1:1', '127.0.0.1'])
      expect(await raw(open, 'GET', '/api/layers', { host })).toEqual({ status: 421, code: 'misdirected-host' })
  })

  it('takes nothing from pages of other origins', async () => {
    for (const origin of ['http://evil.example', 'null', 'http://localhost:1'])
      expect(await raw(open, 'POST', '/api/layers/camera/features', { origin })).toEqual({ status: 403, code: 'forbidden' })
    expect((await raw(open, 'POST', '/api/layers/camera/features', { origin: open.url })).code).toBe('unsupported-media-type')
  })

  it('says that no sign-in is needed', async () => {
    expect(await (await fetch(`${open.url}/api/session`)).json()).toEqual({ required: false, authenticated: true })
  })
})

describe('with a token', () => {
  const ask = (path: string, init: RequestInit = {}) => fetch(`${closed.url}${path}`, init)
  const signIn = (token: string) =>
    ask('/api/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ token }) })

  it('answers nothing but the page, its health and the sign-in to strangers', async () => {
    for (const path of [
      '/api/layers',
      '/api/stream',
      '/tiles/camera.json',
      '/tiles/camera/0/0/0.mvt',
      '/styles/master.json',
      '/metrics',
      '/api/units',
    ]) {
      const answer = await ask(path)
      expect([path, answer.status, answer.headers.get('www-authenticate')]).toEqual([path, 401, 'Bearer'])
      expect(((await answer.json()) as { code: string }).code).toBe('unauthorized')
    }
    for (const path of ['/', '/healthz', '/readyz', '/api/session', '/assets/main-1a2b3c.js']) expect((await ask(path)).status).toBe(200)
  })

  it('takes the bearer token', async () => {
    expect((await ask('/api/layers', { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(200)
    expect((await ask('/api/layers', { headers: { authorization: 'Bearer wrong' } })).status).toBe(401)
  })

  it('gives a browser a cookie for the token, which opens tiles and styles, and takes it away', async () => {
    expect((await signIn('wrong')).status).toBe(401)
    const signed = await signIn(TOKEN)
    const cookie = signed.headers.get('set-cookie')!
    expect(cookie).toMatch(/^zongtu_session=[^;]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/)
    expect(cookie).not.toContain(TOKEN)
    const headers = { cookie: cookie.split(';')[0]! }
    for (const path of ['/api/layers', '/tiles/camera.json', '/styles/master.json']) expect((await ask(path, { headers })).status).toBe(200)
    expect(await (await ask('/api/session', { headers })).json()).toEqual({ required: true, authenticated: true })
    expect(await raw(closed, 'POST', '/api/layers/camera/features', { ...headers, origin: 'http://evil.example' })).toEqual({
      status: 403,
      code: 'forbidden',
    })
    const out = await ask('/api/session', { method: 'DELETE', headers })
    expect([out.status, out.headers.get('set-cookie')!.includes('Max-Age=0')]).toEqual([204, true])
  })
})

describe('the page', () => {
  it('is asked about each time, its hashed files never', async () => {
    const page = await fetch(`${open.url}/`)
    expect([page.status, page.headers.get('content-type'), page.headers.get('cache-control')]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ])
    const asset = await fetch(`${open.url}/assets/main-1a2b3c.js`, { headers: { 'accept-encoding': 'gzip' } })
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(asset.headers.get('content-encoding')).toBe('gzip')
    for (const path of ['/assets/none.js', '/%2e%2e/package.json', '/..%2f..%2fpackage.json']) {
      const answer = await fetch(`${open.url}${path}`)
      expect([400, 403, 404]).toContain(answer.status)
      expect(answer.headers.get('content-type')).toMatch(/problem/)
    }
  })

  it('says so in plain text when it is not built', async () => {
    const app = await startApp({ viewerDir: join(viewerDir, 'nowhere') })
    const answer = await fetch(`${app.url}/`)
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/)
    expect(await answer.text()).toMatch(/npm run build/)
    await app.close()
  })
})

it('an address that others can reach is refused without a token, before anything is opened', async () => {
  const dataDir = join(tmpdir(), `zt-never-${process.pid}`)
  await expect(createApp({ ...defaults, host: '0.0.0.0', port: 0, dataDir }, pino({ level: 'silent' }))).rejects.toThrow(/ZONGTU_TOKEN/)
})
