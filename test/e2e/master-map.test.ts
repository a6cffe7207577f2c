import type { Feature, Polygon } from 'geojson'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { UnitRow } from '../../tiles-server/src/store/index.ts'
import { type RunningApp, startApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Client, createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { axeFindings, openViewer, type Viewer } from './page.ts'

/** Middle of the test town; grids are squares of a hundredth of a degree around it. */
const [LON, LAT] = [113.2, 33.1]
const HERE = `15/${LAT}/${LON}&lang=zh-CN&scheme=light`

const box = (west: number, south: number, east: number, north: number): Polygon => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})

const unit = (id: string, level: number, parent: string | null, name: string, geometry: Polygon | null = null): UnitRow => ({
  id,
  level,
  parent,
  code: `99${id}`,
  name,
  geometry,
  properties: geometry ? { households: 100 } : {},
})

const UNITS = [
  unit('c', 0, null, '示范市'),
  unit('k', 1, 'c', '云屏县'),
  unit('s', 2, 'k', '光华街道'),
  unit('m', 3, 's', '湖滨社区'),
  unit('g1', 4, 'm', '湖滨社区第1网格', box(113.18, 33.09, 113.2, 33.11)),
  unit('g2', 4, 'm', '湖滨社区第2网格', box(113.2, 33.09, 113.22, 33.11)),
]

const lake = (id: string): Feature<Polygon> & { id: string } => ({
  type: 'Feature',
  id,
  properties: { name: '新湖', kind: 'lake' },
  geometry: box(LON - 0.004, LAT - 0.004, LON + 0.004, LAT + 0.004),
})

const incident = (n: number): Feature => ({
  type: 'Feature',
  id: `t${n}`,
  properties: { code: `T-${n}`, title: `占道经营${n}`, category: 'traffic', status: 'open', time: '2026-01-02T03:04:05Z' },
  geometry: { type: 'Point', coordinates: [113.2106 + (n % 3) * 0.00001, 33.1062 + n * 0.00001] },
})

let app: RunningApp
let store: TestStore
let client: Client
let browser: Browser
let viewer: Viewer | undefined

const open = async (hash: string): Promise<Viewer> => {
  viewer = await openViewer(browser, app.url, hash)
  await viewer.idle()
  return viewer
}
/** What the scale bar says: it follows the map itself, not the address. */
const SCALE = '.maplibregl-ctrl-scale'
const ELSEWHERE = `13/${LAT - 0.2}/${LON - 0.2}&lang=zh-CN&scheme=light`
const colour = async (it: Viewer): Promise<string> => (await it.middle()).join()

beforeAll(async () => {
  store = await openTestStore()
  app = await startApp({ store })
  client = createClient(app.url)
  await app.features.replaceUnits({ kind: 'load', note: '', retire: [], put: UNITS }, 'test')
  for (let n = 0; n < 12; n++) await client.create('incident', incident(n))
  browser = await openBrowser()
})
afterEach(async () => {
  await viewer?.context.close()
  viewer = undefined
})
afterAll(async () => {
  await browser.close()
  await app.close()
  await store.remove()
})

describe('the master map', () => {
  it('loads without an error and asks nobody but its server', async () => {
    const { page, complaints } = await open(HERE)
    await until('the stream is live', () => page.locator('[data-connection=live]').isVisible())
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toContain('总图')
    expect(complaints).toEqual([])
  })

  it('shows a change made through the API without a reload, also on a tile that was out of view meanwhile', async () => {
    const it = await open(HERE)
    await until('the stream is live', () => it.page.locator('[data-connection=live]').isVisible())
    const began = await it.page.evaluate(() => performance.timeOrigin)
    const before = await colour(it)
    const { version } = await client.create('water', lake('l1'))
    await until('the lake is drawn', async () => (await colour(it)) !== before)
    const scale = await it.page.textContent(SCALE)
    await it.page.evaluate(hash => (location.hash = hash), ELSEWHERE)
    await until('the map is elsewhere', async () => (await it.page.textContent(SCALE)) !== scale)
    await it.idle()
    await client.remove('water', 'l1', version)
    await it.page.evaluate(hash => (location.hash = hash), HERE)
    await until('the lake is gone', async () => (await colour(it)) === before)
    expect(await it.page.evaluate(() => performance.timeOrigin)).toBe(began)
  })

  it('says that the server is gone, and is right again after its restart', async () => {
    const it = await open(HERE)
    await until('the stream is live', () => it.page.locator('[data-connection=live]').isVisible())
    const before = await colour(it)
    const { port } = app
    await app.close()
    await until('the corner tells the loss', () => it.page.locator('[data-connection=lost]').isVisible(), 10_000)
    app = await startApp({ store, port })
    const { version } = await client.create('water', lake('l2'))
    await until('the corner tells the recovery', () => it.page.locator('[data-connection=live]').isVisible())
    await until('what was written meanwhile is drawn', async () => (await colour(it)) !== before)
    await client.remove('water', 'l2', version)
    await until('the map follows again', async () => (await colour(it)) === before)
  })

  it('opens a cluster that is clicked', async () => {
    const it = await open('13/33.10625/113.21061&lang=zh-CN&scheme=light')
    const [zoom] = it.view()
    await it.page.mouse.click(650, 380)
    await until('the map is closer', () => it.view()[0]! >= zoom! + 1)
  })

  it('speaks both languages and wears both schemes', async () => {
    const { page } = await open(HERE)
    await page.getByRole('button', { name: 'English' }).click()
    await until('English', () => page.getByRole('tab', { name: 'Layers' }).isVisible())
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    await page.getByRole('button', { name: 'Dark' }).click()
    await until('dark', () => page.evaluate(() => document.documentElement.dataset.scheme === 'dark'))
    await until('both are in the address', () => page.url().includes('lang=en&scheme=dark'))
  })

  it('is steered by the unit tree with the keyboard alone', async () => {
    const it = await open(`12/${LAT}/${LON}&lang=zh-CN&scheme=light`)
    const { page } = it
    await page.getByRole('tab', { name: '图层' }).focus()
    await page.keyboard.press('ArrowRight')
    await until('the tree is there', () => page.getByRole('treeitem', { name: '示范市' }).isVisible())
    await page.keyboard.press('Tab')
    await page.getByRole('treeitem', { name: '示范市' }).focus()
    for (const name of ['云屏县', '光华街道', '湖滨社区', '湖滨社区第1网格']) {
      await page.keyboard.press('ArrowRight')
      await until(`${name} is listed`, () => page.getByRole('treeitem', { name, exact: true }).isVisible())
      await page.keyboard.press('ArrowRight')
      await until(`${name} has the focus`, () => page.evaluate(text => document.activeElement?.getAttribute('aria-label') === text, name))
    }
    const [zoom] = it.view()
    await page.keyboard.press('Enter')
    await until('the grid fills the map', () => it.view()[0]! > zoom! + 1)
    await until('its details are open', () => page.getByRole('heading', { name: '湖滨社区第1网格' }).isVisible())
  })

  it('restores view, selection and switched layers from the address', async () => {
    const it = await open('16.5/33.1062/113.2106&off=camera&sel=incident/t3&lang=en&scheme=dark')
    expect(it.view()[0]).toBeCloseTo(16.5, 1)
    await until('the selection is open', () => it.page.getByRole('heading', { name: '占道经营3' }).isVisible())
    expect(await it.page.getByRole('switch', { name: 'Camera' }).getAttribute('aria-checked')).toBe('false')
  })

  it('colours units by what cameras have in view, from when that is switched on, and follows the cameras', async () => {
    const it = await open(`15/${LAT + 0.006}/${LON + 0.006}&off=incident&lang=zh-CN&scheme=light`)
    const tiles: string[] = []
    it.page.on('request', request => request.url().includes('/tiles/area-in-view/') && tiles.push(request.url()))
    const plain = await colour(it)
    expect(tiles).toEqual([])
    await it.page.getByRole('switch', { name: '视频覆盖面积' }).click()
    await until('the class of nothing in view', async () => (await colour(it)) !== plain)
    const legend = it.page.getByRole('list', { name: '视频覆盖面积的图例' })
    expect(await legend.getByRole('listitem').allTextContents()).toEqual(['0–10 %', '10–25 %', '25–50 %', '50–75 %', '75–100 %', '未知'])
    expect(new URL(it.page.url()).hash).toContain('on=area-in-view')
    await until('what is known is drawn', () => it.page.getByText('正在计算').isHidden())
    const nothing = await colour(it)
    const eye = { code: 'eye', name: '高点', kind: 'ptz', status: 'online', azimuth: 0, fov: 360, range: 1000 }
    const at = { type: 'Point' as const, coordinates: [LON + 0.01, LAT] }
    await client.create('camera', { type: 'Feature', id: 'eye', properties: eye, geometry: at })
    await until('another class', async () => ![plain, nothing].includes(await colour(it)))
    expect(await axeFindings(it.page)).toEqual([])
    await it.page.goto(`${app.url}/#15/${LAT}/${LON}&sel=area-in-view/g2&lang=en&scheme=dark`)
    await until('the share, and where it comes from', () => it.page.getByText('Cameras online').isVisible())
    const share = await it.page.locator('dt:text-is("Area in view") + dd').first().textContent()
    expect(Number.parseFloat(share!)).toBeGreaterThan(10)
    await client.remove('camera', 'eye', app.live.layer('camera').get('eye')!.version)
    expect(it.complaints).toEqual([])
  })

  it('goes back to the address it just left, however soon', async () => {
    const { page } = await open(HERE)
    const scale = await page.textContent(SCALE)
    await page.evaluate(
      ([elsewhere, selector]) =>
        new Promise<void>(resolve => {
          const here = location.hash
          const moved = new MutationObserver(() => {
            moved.disconnect()
            location.hash = here
            resolve()
          })
          moved.observe(document.querySelector(selector)!, { childList: true, characterData: true, subtree: true })
          location.hash = elsewhere
        }),
      [ELSEWHERE, SCALE] as const,
    )
    await until('the map is back', async () => (await page.textContent(SCALE)) === scale)
  })

  it('lists what is in view and selects from the list', async () => {
    const { page } = await open('15.5/33.1062/113.2106&list=incident&lang=zh-CN&scheme=light')
    await until('the list is filled', async () => (await page.getByRole('row').count()) === 13)
    await page.getByRole('button', { name: '占道经营5', exact: true }).press('Enter')
    await until('details are open', () => page.getByRole('heading', { name: '占道经营5' }).isVisible())
  })

  it('shares one stream between tabs, and hands it on when a tab closes', async () => {
    const { page, context } = await open(HERE)
    await until('the stream is live', () => page.locator('[data-connection=live]').isVisible())
    const second = await context.newPage()
    const streams: string[] = []
    second.on('request', request => {
      if (request.url().endsWith('/api/stream')) streams.push(request.url())
    })
    await second.goto(`${app.url}/#list=water&lang=zh-CN&scheme=light`)
    await until('the second tab is live too', () => second.locator('[data-connection=live]').isVisible())
    expect(streams).toEqual([])
    await page.close()
    await until('the second tab reads the stream itself', () => streams.length === 1)
    await until('and is live', () => second.locator('[data-connection=live]').isVisible())
    const { version } = await client.create('water', lake('l3'))
    await until('it hears of a change', () => second.getByRole('button', { name: '新湖', exact: true }).isVisible())
    await client.remove('water', 'l3', version)
  })

  it('keeps its lists and details where the device cannot draw', async () => {
    const plain = await openBrowser(['--disable-3d-apis'])
    try {
      const { page } = await openViewer(plain, app.url, 'list=incident&lang=zh-CN&scheme=light')
      await until('it says so', () => page.getByText('此设备无法绘制地图').isVisible())
      await page.getByRole('button', { name: '占道经营5', exact: true }).click()
      await until('details are open', () => page.getByRole('heading', { name: '占道经营5' }).isVisible())
    } finally {
      await plain.close()
    }
  })

  it('asks for the token where the server wants one, and opens with it', async () => {
    const guarded = await startApp({ token: 'a-long-enough-secret' })
    const { page, context } = await openViewer(browser, guarded.url, HERE)
    try {
      await page.getByLabel('访问令牌').fill('wrong')
      await page.getByRole('button', { name: '登录' }).click()
      await until('it is refused', () => page.getByText('令牌不正确').isVisible())
      await page.getByLabel('访问令牌').fill('a-long-enough-secret')
      await page.getByRole('button', { name: '登录' }).click()
      await until('the stream is live', () => page.locator('[data-connection=live]').isVisible())
      expect(await page.getByRole('dialog').count()).toBe(0)
    } finally {
      await context.close()
      await guarded.close()
    }
  })

  it.each(['light', 'dark'])('has nothing axe would complain about (%s)', async scheme => {
    const { page } = await open(`15.5/33.1062/113.2106&sel=incident/t3&list=incident&lang=zh-CN&scheme=${scheme}`)
    await until('the selection is open', () => page.getByRole('heading', { name: '占道经营3' }).isVisible())
    expect(await axeFindings(page)).toEqual([])
  })
})
