import type { Feature } from 'geojson'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { type Client, createClient } from '../support/client.ts'
import { until } from '../support/until.ts'
import { axeFindings, holdBack, openViewer, type Viewer } from './page.ts'

const [LON, LAT] = [113.2, 33.1]
const LOOK = 'lang=zh-CN&scheme=light'
const HERE = `12/${LAT}/${LON}&${LOOK}`
const DAY_MS = 86_400_000
const FIRST = Date.parse('2026-01-10T09:30:00Z')
const DAYS = 60

let app: RunningApp
let client: Client
let browser: Browser
let viewer: Viewer | undefined

/** Day `n` has `n % 7 + 1` incidents, spread over the middle of the map. */
const incident = (day: number, i: number): Feature => ({
  type: 'Feature',
  id: `d${day}-${i}`,
  properties: {
    code: `D-${day}-${i}`,
    title: `占道经营${day}-${i}`,
    category: 'traffic',
    status: 'open',
    time: new Date(FIRST + day * DAY_MS + i * 60_000).toISOString(),
  },
  geometry: { type: 'Point', coordinates: [LON + i * 0.01, LAT + (day % 3) * 0.01] },
})

const open = async (hash: string): Promise<Viewer> => {
  viewer = await openViewer(browser, app.url, hash)
  await viewer.idle()
  await until('the stream is live', () => viewer!.page.locator('[data-connection=live]').isVisible())
  return viewer
}
const slider = (it: Viewer): Locator => it.page.getByRole('slider')
const span = (it: Viewer, name: string): Locator => it.page.getByRole('button', { name, exact: true })

/** What the address says of the window: [span, first instant in ms]. */
const windowOf = (it: Viewer): [string, number] | null => {
  const match = /&time=(day|week|month)\/([^&]+)/.exec(it.page.url())
  return match ? [match[1]!, Date.parse(match[2]!)] : null
}

/** The number of incidents the API gives for an interval, both ends included. */
async function asked(from: number, to: number): Promise<number> {
  const datetime = `${new Date(from).toISOString()}/${new Date(to - 1).toISOString()}`
  const answer = await fetch(`${app.url}/api/layers/incident/features?limit=10000&datetime=${datetime}`)
  return ((await answer.json()) as { features: unknown[] }).features.length
}

/** Until the strip counts what the API says of the window in the address; answers the number. */
const agrees = (it: Viewer, what: string): Promise<number> =>
  until(what, async () => {
    const [name, from] = windowOf(it)!
    const days = { day: 1, week: 7 }[name as 'day' | 'week']
    const count = Number(await it.page.locator('[data-layer=incident] b').textContent())
    const expected = await asked(from, from + days * DAY_MS)
    if (count !== expected) throw new Error(`${count} are counted of the ${expected} of the ${name} from ${new Date(from).toISOString()}`)
    return count
  })

beforeAll(async () => {
  app = await startApp()
  client = createClient(app.url)
  for (let day = 0; day < DAYS; day++) for (let i = 0; i <= day % 7; i++) await client.create('incident', incident(day, i))
  browser = await openBrowser()
})
afterEach(async () => {
  await viewer?.context.close()
  viewer = undefined
})
afterAll(async () => {
  await browser.close()
  await app.close()
})

describe('the time strip', () => {
  it('leads through time by pointer and by keyboard, and asks the master map for nothing', async () => {
    const it = await open(HERE)
    const { page } = it
    const master: string[] = []
    page.on('request', request => {
      if (request.url().includes('/tiles/master')) master.push(request.url())
    })
    await page.getByRole('button', { name: '时间', exact: true }).click()
    await span(it, '日').click()
    await until('a day is in the address', () => windowOf(it)?.[0] === 'day')
    const last = windowOf(it)![1]
    expect(await agrees(it, 'the last day is counted')).toBe(((DAYS - 1) % 7) + 1)

    const box = (await slider(it).boundingBox())!
    const middle = box.y + box.height / 2
    await page.mouse.move(box.x + box.width - 5, middle)
    await page.mouse.down()
    for (const share of [0.9, 0.75, 0.6, 0.5]) await page.mouse.move(box.x + box.width * share, middle)
    await page.mouse.up()
    await until('the window is in the middle of the data', () => Math.abs(windowOf(it)![1] - last + 30 * DAY_MS) < 5 * DAY_MS)
    await agrees(it, 'the day that was dragged to is counted')

    const [, dragged] = windowOf(it)!
    await slider(it).press('ArrowRight')
    await slider(it).press('ArrowRight')
    await until('two days on', () => windowOf(it)![1] === dragged + 2 * DAY_MS)
    await agrees(it, 'that day is counted')
    await slider(it).press('Home')
    await until('the window is at the start', () => windowOf(it)![1] < FIRST)
    expect(await agrees(it, 'the first day is counted')).toBe(1)
    await span(it, '周').click()
    await until('a week is in the address', () => windowOf(it)?.[0] === 'week')
    expect(await agrees(it, 'the first week is counted')).toBe(28)
    expect(master).toEqual([])
    expect(it.complaints).toEqual([])
  })

  it('takes the next window where the last tile to arrive is the same in both', async () => {
    const it = await open(`12/${LAT}/${LON}&time=day/2026-01-12T00:00Z&${LOOK}`)
    const { page } = it
    await agrees(it, 'the day of the link is counted')
    await it.idle()
    // West of all incidents: empty on every day.
    const held = await holdBack(page, /\/12\/3334\/\d+\.mvt\?datetime=/)
    const others = page.waitForResponse(/\/12\/3336\/\d+\.mvt\?datetime=2026-01-13/)
    await slider(it).press('ArrowRight')
    await Promise.all([held.first, others])
    // Nothing is drawn any more that could count by chance.
    await page.evaluate(async () => {
      for (let frame = 0; frame < 20; frame++) await new Promise(requestAnimationFrame)
    })
    held.release()
    expect(await agrees(it, 'the next day is counted')).toBe(4)
  })

  it('is restored from a link, and left for all times', async () => {
    const it = await open(`12/${LAT}/${LON}&list=incident&time=day/2026-01-12T00:00Z&${LOOK}`)
    const { page } = it
    expect(await agrees(it, 'the day of the link is counted')).toBe(3)
    await until('the list holds that day', async () => (await page.getByRole('row').count()) === 4)
    await page.getByRole('button', { name: '关闭，显示全部时间' }).click()
    await until('the address says nothing of a time', () => windowOf(it) === null)
    await until('the list holds all', async () => (await page.getByText('已列出 100 条').count()) === 1)
    await until('the strip is closed', () => page.getByRole('button', { name: '时间', exact: true }).isVisible())
  })

  it('keeps what is drawn until the next window is there, and leaves out the windows between', async () => {
    const it = await open(`12/${LAT}/${LON}&time=day/2026-01-12T00:00Z&${LOOK}`)
    const { page } = it
    await agrees(it, 'the day of the link is counted')
    await it.idle()
    const before = await it.middle()
    const held = await holdBack(page, /\.mvt\?datetime=/)
    const windows = new Set<string>()
    page.on('request', request => {
      const time = /datetime=(.*)$/.exec(request.url())?.[1]
      if (time) windows.add(time)
    })
    await slider(it).press('ArrowRight')
    await held.first
    for (let i = 0; i < 23; i++) await slider(it).press('ArrowRight')
    await until('the window is weeks on', () => windowOf(it)?.[1] === Date.parse('2026-02-05T00:00Z'))
    expect(await it.middle()).toEqual(before)
    held.release()
    expect(await agrees(it, 'the last window is counted')).toBe(6)
    expect(windows.size).toBe(2)
  })

  it('opens a cluster and shows a feature as without a window', async () => {
    const it = await open(`12/${LAT}/${LON}&time=week/2026-01-12T00:00Z&${LOOK}`)
    await agrees(it, 'the week is counted')
    await it.idle()
    const [zoom] = it.view()
    await it.page.mouse.click(650, 370)
    await until('the map is closer', () => it.view()[0]! > zoom!)
  })

  it('follows live changes inside the window, and only those', async () => {
    const it = await open(`12/${LAT}/${LON}&time=day/2026-01-12T00:00Z&${LOOK}`)
    expect(await agrees(it, 'the day is counted')).toBe(3)
    const late = { ...incident(40, 30), id: 'late' }
    await client.create('incident', late)
    const { version } = await client.create('incident', { ...incident(2, 9), id: 'new' })
    await until('the new one is counted', async () => (await it.page.locator('[data-layer=incident] b').textContent()) === '4')
    const moved = { ...incident(3, 9), id: 'new' }
    const { version: next } = await client.replace('incident', moved, version)
    await until('it was of another day', async () => (await it.page.locator('[data-layer=incident] b').textContent()) === '3')
    await client.remove('incident', 'new', next)
    await client.remove('incident', 'late', (await client.get('incident', 'late')).version)
  })

  it('plays forward and stands still when told', async () => {
    const it = await open(`12/${LAT}/${LON}&time=day/2026-01-12T00:00Z&${LOOK}`)
    await it.page.getByRole('button', { name: '播放' }).press('Enter')
    await until('it moved on', () => windowOf(it)![1] > Date.parse('2026-01-13T00:00Z'))
    await it.page.getByRole('button', { name: '暂停' }).press('Enter')
    await until('it can be played again', () => it.page.getByRole('button', { name: '播放' }).isVisible())
    await agrees(it, 'the day it stands at is counted')
  })

  it.each(['light', 'dark'])('has nothing axe would complain about (%s)', async scheme => {
    const it = await open(`12/${LAT}/${LON}&time=week/2026-01-12T00:00Z&lang=en&scheme=${scheme}`)
    await agrees(it, 'the week is counted')
    expect(await axeFindings(it.page)).toEqual([])
  })
})
