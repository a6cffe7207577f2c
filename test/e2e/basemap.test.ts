import gcoord from 'gcoord'
import type { Feature, Polygon } from 'geojson'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { latToY, lonToX } from '../../tiles-server/src/geo/index.ts'
import { type RunningApp, type StartOptions, startApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { createClient } from '../support/client.ts'
import { type FakeBasemap, startBasemap } from '../support/fake-basemap.ts'
import { until } from '../support/until.ts'
import { openViewer, type Viewer } from './page.ts'

/** Inside China, where the two systems lie half a kilometre apart. */
const [LON, LAT] = [113.2, 33.1]
const HERE = `15/${LAT}/${LON}&lang=zh-CN&scheme=light`

/** Smaller than the shift: seen in the middle only if it is moved with the basemap. */
const lake = (): Feature<Polygon> & { id: string } => {
  const [west, south, east, north] = [LON - 0.002, LAT - 0.002, LON + 0.002, LAT + 0.002]
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ]
  return {
    type: 'Feature',
    id: 'lake',
    properties: { name: '新湖', kind: 'lake' },
    geometry: { type: 'Polygon', coordinates: [ring] },
  }
}

let browser: Browser
let basemap: FakeBasemap
let app: RunningApp | undefined
let viewer: Viewer | undefined

async function open(options: StartOptions): Promise<Viewer> {
  app = await startApp(options)
  viewer = await openViewer(browser, app.url, HERE)
  await until('the stream is live', () => viewer!.page.locator('[data-connection=live]').isVisible())
  await viewer.idle()
  return viewer
}

/** Whether a pixel is about red: the publisher's colour goes through the browser's. */
const isRed = ([r = 0, g = 0, b = 0]: number[]): boolean => r > 200 && g < 80 && b < 80

beforeAll(async () => {
  browser = await openBrowser()
})
afterEach(async () => {
  await viewer?.context.close()
  await app?.close()
  await basemap.close()
  viewer = undefined
  app = undefined
})
afterAll(() => browser.close())

describe('a basemap of the operator', () => {
  it('lies beneath the city, with its publisher and its review number, and nobody else is asked', async () => {
    basemap = await startBasemap()
    const it = await open({
      basemap: { url: basemap.template, crs: 'wgs84', attribution: '© 天地图' },
      reviewNumber: 'GS(2026)0001号',
    })
    await until('it is drawn', async () => isRed(await it.middle()))
    await createClient(app!.url).create('water', lake())
    await until('the city is drawn on it', async () => !isRed(await it.middle()))
    expect(await it.page.locator('.maplibregl-ctrl-attrib').textContent()).toContain('© 天地图')
    expect(await it.page.getByText('审图号：GS(2026)0001号').isVisible()).toBe(true)
    expect(it.complaints).toEqual([])
  })

  it('may be away without hurting anything', async () => {
    basemap = await startBasemap((_, response) => response.writeHead(503).end())
    const it = await open({ basemap: { url: basemap.template, crs: 'wgs84' } })
    const bare = (await it.middle()).join()
    await createClient(app!.url).create('water', lake())
    await until('the city is drawn', async () => (await it.middle()).join() !== bare)
    expect(await it.page.getByRole('alert').count()).toBe(0)
    expect(it.complaints).toEqual([])
  })

  it('may be in GCJ-02: what is drawn moves with it, what is told stays in WGS 84', async () => {
    basemap = await startBasemap()
    const it = await open({ basemap: { url: basemap.template, crs: 'gcj02' } })
    const [lon, lat] = gcoord.transform<[number, number]>([LON, LAT], gcoord.WGS84, gcoord.GCJ02)
    const client = createClient(app!.url)
    await until('it is drawn', async () => isRed(await it.middle()))
    // 256 px tiles: one zoom more than the map's.
    expect(basemap.asked).toContain(`/16/${Math.floor(lonToX(lon) * 2 ** 16)}/${Math.floor(latToY(lat) * 2 ** 16)}?tk=secret`)
    expect(it.view().slice(0, 3)).toEqual([15, LAT, LON])

    const { version } = await client.create('water', lake())
    await until('a change is drawn at its place', async () => !isRed(await it.middle()))
    await it.page.mouse.click(650, 380)
    await until('its details are open', () => it.page.getByRole('heading', { name: '新湖' }).isVisible())
    const [shownLat, shownLon] = (await it.page.getByText(/^\d+\.\d{6}, \d+\.\d{6}$/).textContent())!.split(', ').map(Number)
    expect([shownLat, shownLon]).toEqual([expect.closeTo(LAT, 4), expect.closeTo(LON, 4)])
    await it.page.getByRole('button', { name: '缩放到此' }).click()
    await until('the map is closer', () => it.view()[0]! > 15.5)
    expect(it.view().slice(1, 3)).toEqual([expect.closeTo(LAT, 3), expect.closeTo(LON, 3)])
    await it.page.getByRole('button', { name: '关闭', exact: true }).click()
    await client.remove('water', 'lake', version)
    await until('the basemap shows again', async () => isRed(await it.middle()))
    expect(it.complaints).toEqual([])
  })

  it('may be in GCJ-02: what is asked and drawn by hand is asked in WGS 84', async () => {
    basemap = await startBasemap()
    const it = await open({ basemap: { url: basemap.template, crs: 'gcj02' } })
    const { page } = it
    await createClient(app!.url).create('zone', { ...lake(), id: 'z', properties: { name: '湖滨巡逻区', kind: 'patrol', note: '' } })
    await page.mouse.click(650, 380, { button: 'right' })
    await until('the zone there is named', () => page.getByRole('button', { name: '湖滨巡逻区' }).isVisible())
    const [shownLat, shownLon] = (await page.getByText(/^\d+\.\d{6}, \d+\.\d{6}$/).textContent())!.split(', ').map(Number)
    expect([shownLat, shownLon]).toEqual([expect.closeTo(LAT, 4), expect.closeTo(LON, 4)])

    await page.getByRole('button', { name: '在地图上画周边' }).click()
    await until('the tool is in hand', () => page.locator('.maplibregl-canvas').evaluate(canvas => canvas.style.cursor === 'crosshair'))
    await page.mouse.move(650, 380)
    await page.mouse.click(650, 380)
    await page.mouse.move(670, 380)
    await page.mouse.click(670, 380)
    const [lat, lon] = await until('the circle is in the address', () =>
      /area=circle\/([\d.]+),([\d.]+)\//.exec(page.url())?.slice(1).map(Number),
    )
    expect([lat, lon]).toEqual([expect.closeTo(LAT, 4), expect.closeTo(LON, 4)])
    await until('the zone is found', () => page.locator('.area [data-layer=zone][data-count="1"]').isVisible())
    expect(it.complaints).toEqual([])
  })
})
