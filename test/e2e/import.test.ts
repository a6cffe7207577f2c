import { readFile } from 'node:fs/promises'
import axe from 'axe-core'
import type { Feature, FeatureCollection, Position } from 'geojson'
import iconv from 'iconv-lite'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Client, createClient } from '../support/client.ts'
import { openTestStore } from '../support/run.ts'
import type { TestStore } from '../support/stores.ts'
import { until } from '../support/until.ts'
import { openViewer, type Viewer } from './page.ts'

const [LON, LAT] = [113.2, 33.1]
const SETTINGS = 'lang=zh-CN&scheme=light'

const square = (lon: number, lat: number, half: number): Position[] => [
  [lon - half, lat - half],
  [lon + half, lat - half],
  [lon + half, lat + half],
  [lon - half, lat + half],
  [lon - half, lat - half],
]
const park = (id: string, name: string, ring: Position[]): Feature => ({
  type: 'Feature',
  id,
  properties: { name, trees: 7 },
  geometry: { type: 'Polygon', coordinates: [ring] },
})
const good = ['东湖公园', '西山公园', '中央公园'].map((name, i) => park(`p${i}`, name, square(LON + 0.01 * (i - 2), LAT, 0.003)))
const [a, b, c, d] = square(LON - 0.03, LAT, 0.003) as [Position, Position, Position, Position]
const outside = square(LON, LAT + 0.02, 0.003)
outside[1] = [LON + 300, LAT]
const faulty = [
  ...good,
  park('bow', '蝴蝶结', [a, c, b, d, a]),
  park('far', '出界', outside),
  park('p1', '重复', square(LON, LAT - 0.02, 0.003)),
]

const file = (name: string, features: readonly Feature[]) => ({
  name,
  mimeType: 'application/octet-stream',
  buffer: Buffer.from(JSON.stringify({ type: 'FeatureCollection', features })),
})
/** A table of an office: GB 18030, with latitude under the heading of longitude. */
const table = {
  name: '路灯台账.csv',
  mimeType: 'text/csv',
  buffer: iconv.encode(
    ['编号,名称,经度,纬度', ...Array.from({ length: 40 }, (_, i) => `V${i},点位${i},${LAT + i * 0.0002},${LON - i * 0.0002}`)].join('\r\n'),
    'gb18030',
  ),
}

let app: RunningApp
let store: TestStore
let client: Client
let browser: Browser
let viewer: Viewer | undefined

const open = async (settings = SETTINGS): Promise<Viewer> => {
  viewer = await openViewer(browser, app.url, `page=import&${settings}`)
  return viewer
}
async function choose(it: Viewer, upload: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await it.page.locator('main input[type=file]').first().setInputFiles(upload)
  await until('the file is read', () => it.page.locator('.sample').isVisible())
  await it.idle()
}
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true })
const problem = (page: Page, text: string): Locator => page.locator('li button[data-n]', { hasText: text })
/** The page with three faults found in a file. */
async function openFaulty(): Promise<Viewer> {
  const it = await open()
  await choose(it, file('parks.geojson', faulty))
  await button(it.page, '检查').click()
  await until('the check is told', () => it.page.getByText('3 有问题').isVisible())
  return it
}
const map = (page: Page): Locator => page.locator('[data-marks]')
const viewOf = async (page: Page): Promise<number[]> => ((await map(page).getAttribute('data-view')) ?? '').split('/').map(Number)

/** Where the preview draws a position, in pixels of the page. */
async function pixelOf(page: Page, [lon, lat]: Position): Promise<{ x: number; y: number }> {
  const [zoom, midLat, midLon] = (await viewOf(page)) as [number, number, number]
  const { x, y, width, height } = (await map(page).boundingBox())!
  const worldY = (degrees: number): number => Math.log(Math.tan(Math.PI / 4 + (degrees * Math.PI) / 360)) / (2 * Math.PI)
  const world = 512 * 2 ** zoom
  return {
    x: x + width / 2 + ((lon! - midLon) / 360) * world,
    y: y + height / 2 + (worldY(midLat) - worldY(lat!)) * world,
  }
}

beforeAll(async () => {
  store = await openTestStore()
  app = await startApp({ store })
  client = createClient(app.url)
  const grid = { id: 'g', level: 0, parent: null, code: '99g', name: '示范市', properties: { households: 1 } }
  const city = { type: 'Polygon' as const, coordinates: [square(LON, LAT, 0.05) as [number, number][]] }
  await app.features.replaceUnits({ kind: 'load', note: '', retire: [], put: [{ ...grid, geometry: city }] }, 'test')
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

describe('the import page', () => {
  it('shows what is wrong with a file in the list and on the map, and refuses it', async () => {
    const it = await openFaulty()
    const { page } = it
    for (const rule of ['边自相交', '坐标超出范围', '标识重复']) expect(await page.getByRole('button', { name: rule }).count()).toBe(1)
    expect(await page.getByRole('button', { name: /^导入 \d/ }).count()).toBe(0)
    // A position beyond the world has no place; the row of a repeated id does.
    expect(await map(page).getAttribute('data-marks')).toBe('2')

    const [wide] = await viewOf(page)
    await problem(page, 'bow').click()
    await until('the map is at the bow-tie', async () => {
      const [zoom, lat, lon] = (await viewOf(page)) as [number, number, number]
      return zoom > wide! + 1 && Math.hypot(lat - LAT, lon - (LON - 0.03)) < 1e-4
    })
    await problem(page, 'bow').click()
    await until('and back', async () => Math.abs((await viewOf(page))[0]! - wide!) < 0.01)
    await it.idle()
    const { x, y } = await pixelOf(page, [LON, LAT - 0.02])
    await page.mouse.click(x, y)
    await until('the mark on the map chooses its line', async () => (await problem(page, 'p1').getAttribute('aria-pressed')) === 'true')
    expect(it.complaints).toEqual([])
    await expect(client.all('parks')).rejects.toThrow('unknown-layer')
  })

  it('is not at rest until a move is drawn: a click before it would meet what is no longer there', async () => {
    const it = await openFaulty()
    const { page } = it
    await it.idle()
    const before = await map(page).getAttribute('data-view')
    await page.evaluate(() => {
      const draw = globalThis.requestAnimationFrame
      const held: FrameRequestCallback[] = []
      globalThis.requestAnimationFrame = callback => held.push(callback)
      const letDraw = (): void => {
        for (const callback of held.splice(0)) draw(callback)
      }
      Object.assign(globalThis, { letDraw, draw })
    })
    await problem(page, 'bow').dispatchEvent('click')
    await until('the map has moved', async () => (await map(page).getAttribute('data-view')) !== before)
    expect(await map(page).getAttribute('data-state')).toBe('busy')
    await page.evaluate(() => {
      const frames = globalThis as unknown as { letDraw(): void; draw: typeof requestAnimationFrame; requestAnimationFrame: unknown }
      frames.requestAnimationFrame = frames.draw
      frames.letDraw()
    })
    await it.idle()
  })

  it('fixes and skips as far as it can, keeping what was chosen', async () => {
    const it = await open()
    const { page, complaints } = it
    await choose(it, file('parks.geojson', faulty))
    await page.getByLabel('名称', { exact: true }).fill('公园')
    await button(page, '检查').click()
    await button(page, '修复后再查').click()
    await until('the bow-tie is fixed', () => page.getByText('1 已修复').isVisible())
    await button(page, '跳过这些行').click()
    await button(page, '导入 4 行').click()
    await until('it is in', () => page.getByRole('heading', { name: '已导入 4 条到“公园”' }).isVisible())
    expect((await client.all('parks')).map(feature => feature.id).sort()).toEqual(['bow', 'p0', 'p1', 'p2'])
    await button(page, '撤销这次导入').click()
    await until('it is undone', () => page.getByRole('heading', { name: '已撤销' }).isVisible())
    await expect(client.all('parks')).rejects.toThrow('unknown-layer')
    await button(page, '回到选项').click()
    expect(await page.getByLabel('名称', { exact: true }).inputValue()).toBe('公园')
    expect(complaints).toEqual([])
  })

  it('brings a good file onto an open map without a reload, saves it as a file, and takes it away again', async () => {
    const it = await open()
    const { page } = it
    const other = await it.context.newPage()
    await other.goto(`${app.url}/#15/${LAT}/${LON}&${SETTINGS}`)
    await until('the other tab is live', () => other.locator('[data-connection=live]').isVisible())
    const began = await other.evaluate(() => performance.timeOrigin)
    await page.bringToFront()
    await choose(it, file('good.geojson', good))
    await button(page, '检查').click()
    await button(page, '导入 3 行').click()
    await until('it is in', () => page.getByRole('heading', { name: /已导入 3 条/ }).isVisible())
    await until('the other tab lists it', () => other.getByRole('switch', { name: 'good' }).isVisible())
    expect(await other.evaluate(() => performance.timeOrigin)).toBe(began)

    await button(page, '在地图上看').click()
    await until('the map shows its list', () => button(page, '东湖公园').isVisible())
    await it.idle()
    await until(
      'and draws it',
      async () => (await colourAt(page, `15/${LAT}/${LON}`)) !== (await colourAt(page, `15/${LAT + 0.01}/${LON}`)),
    )
    await page.getByRole('button', { name: '导出good', exact: true }).first().click()
    const coming = page.waitForEvent('download')
    await page.getByRole('link', { name: /^GeoJSON/ }).click()
    const download = await coming
    const saved = JSON.parse(await readFile(await download.path(), 'utf8')) as FeatureCollection
    expect(download.suggestedFilename()).toContain('.geojson')
    expect(saved.features.map(feature => [feature.id, feature.geometry]).sort()).toEqual(
      good.map(feature => [feature.id, feature.geometry]),
    )

    await page.getByRole('link', { name: '数据', exact: true }).click()
    await button(page, '撤销这次导入').click()
    await until('it is undone', () => page.getByRole('heading', { name: '已撤销' }).isVisible())
    await until('the other tab forgets it', async () => (await other.getByRole('switch', { name: 'good' }).count()) === 0)
    expect(it.complaints).toEqual([])

    /** The colour drawn at a position (zoom/lat/lon, as the address has it). */
    async function colourAt(at: Page, view: string): Promise<string> {
      await at.evaluate(hash => (location.hash = hash), `${view}&${SETTINGS}`)
      await until('the map is there', () => it.view().join('/') === view.split('/').map(Number).join('/'))
      await it.idle()
      return (await it.middle()).join()
    }
  })

  it('reads a table of another encoding with its axes swapped', async () => {
    const it = await open()
    const { page } = it
    await choose(it, table)
    expect(await page.getByText('gb18030', { exact: true }).count()).toBe(1)
    await until('the swap is suspected', () => page.getByText('经度和纬度可能写反了').isVisible())
    await button(page, '交换经纬度').click()
    await until('the banner goes', async () => (await page.getByText('经度和纬度可能写反了').count()) === 0)
    await button(page, '检查').click()
    await button(page, '导入 40 行').click()
    await until('it is in', () => page.getByRole('heading', { name: '已导入 40 条到“路灯台账”' }).isVisible())
    const [first] = (await client.all('data')).filter(feature => feature.id === 'V0')
    expect(first).toMatchObject({ geometry: { type: 'Point', coordinates: [LON, LAT] }, properties: { 名称: '点位0' } })

    await page.getByRole('link', { name: '数据集' }).click()
    await button(page, '打开 路灯台账').click()
    await button(page, '删除数据集…').click()
    await page.getByLabel('输入 data').fill('data')
    await button(page, '永久删除').click()
    await until('it is gone', async () => (await button(page, '打开 路灯台账').count()) === 0)
    await expect(client.all('data')).rejects.toThrow('unknown-layer')
  })

  it('asks which columns hold the positions when their names do not tell', async () => {
    const { page } = await open()
    const rows = `id,jd,wd\nx,${LON},${LAT}\n`
    await page
      .locator('main input[type=file]')
      .first()
      .setInputFiles({ name: 'odd.csv', mimeType: 'text/csv', buffer: Buffer.from(rows) })
    for (const [label, column] of [
      ['经度或东坐标', 'jd'],
      ['纬度或北坐标', 'wd'],
    ] as const) {
      // By the keyboard alone.
      await page.getByRole('combobox', { name: label }).focus()
      await page.keyboard.press('Enter')
      await page.keyboard.type(column)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    }
    await button(page, '按此读取').click()
    await until('the file is read', () => page.getByText('Point 1').isVisible())
    await button(page, '检查').click()
    await until('it can be imported', () => button(page, '导入 1 行').isVisible())
  })

  it.each(['light', 'dark'])('has nothing axe would complain about (%s)', async scheme => {
    const it = await open(`lang=en&scheme=${scheme}`)
    const { page } = it
    const complaints = async (): Promise<string[]> => {
      // The page's policy refuses scripts that are not the server's: the tool comes in through the debugger.
      await page.evaluate(axe.source)
      return page.evaluate(async () => {
        const tool = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe
        return (await tool.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
      })
    }
    await until('the page is there', () => button(page, 'Choose a file').isVisible())
    expect(await complaints()).toEqual([])
    await choose(it, file('parks.geojson', faulty))
    await button(page, 'Check').click()
    await until('the check is told', () => page.getByText('3 faulty').isVisible())
    expect(await complaints()).toEqual([])
    await page.getByRole('link', { name: 'Datasets' }).click()
    await page.getByRole('button', { name: 'Open Camera' }).click()
    await until('its versions are told', () => page.getByText('Versions').isVisible())
    expect(await complaints()).toEqual([])
  })
})
