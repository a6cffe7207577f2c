import type { Feature, Polygon } from 'geojson'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { latToY, lonToX } from '../../tiles-server/src/geo/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Client, createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { holdBack, openViewer, type Viewer } from './page.ts'

/** Where the lake of these tests comes and goes. */
const [LON, LAT] = [113.2, 33.1]
const LOOK = 'lang=zh-CN&scheme=light'
const HERE = `15/${LAT}/${LON}&${LOOK}`
const ELSEWHERE = `13/${LAT - 0.2}/${LON - 0.2}&${LOOK}`
/** The tile in the middle. */
const TILE_HERE = `**/tiles/master/15/${Math.floor(lonToX(LON) * 2 ** 15)}/${Math.floor(latToY(LAT) * 2 ** 15)}.mvt`
const SCALE = '.maplibregl-ctrl-scale'

const square = (id: string, size: number, layer: Record<string, string>): Feature<Polygon> & { id: string } => {
  const [west, south, east, north] = [LON - size, LAT - size, LON + size, LAT + size]
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return { type: 'Feature', id, properties: layer, geometry: { type: 'Polygon', coordinates: [ring] } }
}
const lake = square('lake', 0.004, { name: '新湖', kind: 'lake' })
/** Keeps the bounds of the data wide: a change beyond them reloads everything, which would hide what is tested here. */
const ground = square('ground', 0.3, { name: '大公园', kind: 'park' })

let app: RunningApp
let store: TestStore
let client: Client
let browser: Browser
let viewer: Viewer | undefined
let version: number | null = null

const open = async (hash: string): Promise<Viewer> => {
  viewer = await openViewer(browser, app.url, hash)
  await until('the stream is live', () => viewer!.page.locator('[data-connection=live]').isVisible())
  return viewer
}
const colour = async (it: Viewer): Promise<string> => (await it.middle()).join()

/** Until the page has heard of everything that is written. */
const heard = (it: Viewer): Promise<unknown> => {
  const { seq } = app.live
  return until(`change ${seq} was heard of`, async () => Number(await it.page.locator('[data-seq]').getAttribute('data-seq')) >= seq)
}

async function flood(): Promise<void> {
  version = (await client.create('water', lake)).version
}
async function drain(): Promise<void> {
  if (version !== null) await client.remove('water', lake.id, version)
  version = null
}

/** Follows a link inside the page. */
async function go(it: Viewer, hash: string): Promise<void> {
  const scale = await it.page.textContent(SCALE)
  await it.page.evaluate(next => (location.hash = next), hash)
  await until('the map has moved', async () => (await it.page.textContent(SCALE)) !== scale)
}

/** How many tiles were asked for with a copy at hand that was still good. The browser itself reports them as it uses them, with 200. */
async function confirmed(): Promise<number> {
  const metrics = await (await fetch(`${app.url}/metrics`)).text()
  return Number(/duration_seconds_count\{method="GET",route="[^"]*\.mvt",status="304"\} (\d+)/.exec(metrics)?.[1] ?? 0)
}

/** What the middle looks like with the lake and without it. */
async function looks(it: Viewer): Promise<{ dry: string; wet: string }> {
  await it.idle()
  const dry = await colour(it)
  await flood()
  const wet = await until('the lake is drawn', async () => {
    const now = await colour(it)
    return now === dry ? null : now
  })
  return { dry, wet }
}

beforeAll(async () => {
  store = await openTestStore()
  app = await startApp({ store })
  client = createClient(app.url)
  await client.create('park', ground)
  browser = await openBrowser()
})
afterEach(async () => {
  await viewer?.context.close()
  viewer = undefined
  await drain()
})
afterAll(async () => {
  await browser.close()
  await app.close()
  await store.remove()
})

describe('tiles on an open map', () => {
  it('that changed out of view are not shown as they were when they come back', async () => {
    const it = await open(HERE)
    const { dry, wet } = await looks(it)
    await go(it, ELSEWHERE)
    await it.idle()
    await drain()
    await heard(it)
    const held = await holdBack(it.page, TILE_HERE)
    await go(it, HERE)
    await held.first
    expect(await colour(it)).not.toBe(wet)
    held.release()
    await until('the lake is gone', async () => (await colour(it)) === dry)
  })

  // 22 is closer than the map goes: addresses of over-zoomed tiles stay known because it does not.
  it.each([19, 22])('follow a change when they are over-zoomed (asked for zoom %i)', async zoom => {
    const it = await open(`${zoom}/${LAT}/${LON}&${LOOK}`)
    const { dry } = await looks(it)
    await drain()
    await until('the lake is gone', async () => (await colour(it)) === dry)
  })

  it('that changed during their first load are asked for again', async () => {
    const it = await open(HERE)
    const { dry, wet } = await looks(it)
    await drain()
    await until('the lake is gone', async () => (await colour(it)) === dry)
    const held = await holdBack(it.page, TILE_HERE)
    await it.page.reload()
    await held.first
    await until('the stream is live', () => it.page.locator('[data-connection=live]').isVisible())
    await flood()
    await heard(it)
    held.release()
    await until('the lake is drawn', async () => (await colour(it)) === wet)
  })

  it('are not taken unasked from the cache of the browser', async () => {
    const it = await open(HERE)
    const { dry } = await looks(it)
    await go(it, ELSEWHERE)
    await it.idle()
    const before = await confirmed()
    await go(it, HERE)
    await until('tiles came out of the cache, and the server had said so', async () => (await confirmed()) > before)
    await go(it, ELSEWHERE)
    await it.idle()
    await drain()
    await heard(it)
    await go(it, HERE)
    await it.idle()
    await until('the lake is gone', async () => (await colour(it)) === dry)
  })

  it('are right again after a gap in the stream', async () => {
    const it = await open(HERE)
    const { dry } = await looks(it)
    const { port } = app
    await app.close()
    await until('the corner tells the loss', () => it.page.locator('[data-connection=lost]').isVisible())
    const other = await startApp({ store })
    client = createClient(other.url)
    await drain()
    await other.close()
    app = await startApp({ store, port })
    client = createClient(app.url)
    await until('what nobody told of is drawn', async () => (await colour(it)) === dry)
  })
})
