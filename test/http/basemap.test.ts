import type { RequestListener } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { type FakeBasemap, RED_PNG, startBasemap } from '../support/fake-basemap.ts'

/** By the tile's column. */
const answer: RequestListener = (request, response) => {
  const column = Number(request.url!.split('/')[2])
  const png = { 'content-type': 'image/png' }
  const answers: (() => unknown)[] = [
    () => response.writeHead(200, png).end(RED_PNG),
    () => response.writeHead(500).end('broken'),
    () => response.writeHead(302, { location: '/9/0/0' }).end(),
    () => response.writeHead(200, { 'content-type': 'text/html' }).end('<script>alert(1)</script>'),
    () => response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    () => response.writeHead(200, png).end(Buffer.alloc(2 ** 20 + 1)),
    () => request.socket.destroy(),
  ]
  answers[column]!()
}

let basemap: FakeBasemap
let app: RunningApp
beforeAll(async () => {
  basemap = await startBasemap(answer)
  app = await startApp({
    basemap: { url: basemap.template, crs: 'wgs84', attribution: '© <b>天地图</b>' },
    reviewNumber: 'GS(2026)0001号',
  })
})
afterAll(async () => {
  await app.close()
  await basemap.close()
})

const get = (path: string): Promise<Response> => fetch(`${app.url}${path}`)

describe('the basemap', () => {
  it('is given in the name of this server, and asked for once', async () => {
    const before = basemap.asked.length
    const answers = await Promise.all([get('/basemap/3/0/1'), get('/basemap/3/0/1')])
    answers.push(await get('/basemap/3/0/1'))
    for (const response of answers) {
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/png'])
      expect(Buffer.from(await response.arrayBuffer())).toEqual(RED_PNG)
    }
    expect(basemap.asked.slice(before)).toEqual(['/3/0/1?tk=secret'])
  })

  it.each([
    ['an error', 1],
    ['a way elsewhere', 2],
    ['a page', 3],
    ['a picture that can hold a script', 4],
    ['more than a tile can be', 5],
    ['a cut line', 6],
  ])('is bare where the publisher gives %s', async (_, column) => {
    const before = basemap.asked.length
    const response = await get(`/basemap/3/${column}/1`)
    expect([response.status, response.headers.get('cache-control')]).toEqual([204, 'no-store'])
    expect(basemap.asked.slice(before)).toEqual([`/3/${column}/1?tk=secret`])
  })

  it('lies beneath everything in the style, which names its publisher and the review, and no key', async () => {
    const text = await (await get('/styles/master.json')).text()
    expect(text).not.toContain('secret')
    const style = JSON.parse(text) as { layers: { id: string }[]; sources: Record<string, { attribution?: string; tiles?: string[] }> }
    expect(style.layers.slice(0, 2).map(({ id }) => id)).toEqual(['background', 'basemap'])
    expect(style.sources.basemap).toMatchObject({ tiles: [`${app.url}/basemap/{z}/{x}/{y}`], attribution: '© &lt;b&gt;天地图&lt;/b&gt;' })
    expect(style.sources.zongtu!.attribution).toBe('审图号：GS(2026)0001号')
    expect(await (await get('/styles/master.json?basemap=none')).text()).not.toContain('/basemap/')
  })

  it.each(['/basemap/23/0/0', '/basemap/3/8/0', '/basemap/3/-1/0', '/basemap/3/0/0.5', '/basemap/3/a/0', '/basemap/3/0/http:'])(
    'does not know the tile %s',
    async path => {
      const before = basemap.asked.length
      expect((await get(path)).status).toBe(400)
      expect(basemap.asked.length).toBe(before)
    },
  )

  it('is not there where none is configured', async () => {
    const bare = await startApp()
    try {
      const response = await fetch(`${bare.url}/basemap/3/0/1`)
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, 'not-found'])
      expect(await (await fetch(`${bare.url}/styles/master.json`)).text()).not.toContain('/basemap/')
    } finally {
      await bare.close()
    }
  })
})
