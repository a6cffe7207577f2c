import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Fence } from '../../tiles-server/src/contract/index.ts'
import { addFence, ask, raised, save } from '../geofence/support.ts'
import { until } from '../support/until.ts'
import { axeFindings, holdBack } from './page.ts'
import { HERE, setStage } from './stage.ts'
import { LAT, LON } from './town.ts'

/** The middle of the map: the window is 1300 by 760. */
const MIDDLE = { x: 650, y: 380 }
const SECOND = 1000
const MINUTE = 60_000
/** The first fix, three hours ago. */
const START = Math.floor(Date.now() / MINUTE) * MINUTE - 180 * MINUTE
/** A quarter of an hour later: the last one. */
const END = START + 15 * MINUTE

const stage = setStage()
const { open } = stage
let fence: Fence

const fix = (seconds: number, lon: number, lat: number, accuracy = 8) => ({
  object: 'car-9',
  time: new Date(START + seconds * SECOND).toISOString(),
  lon,
  lat,
  accuracy,
  speed: 12,
})
/** Eastwards through the middle of the town, every ten seconds; nothing for five minutes; northwards, one fix of which is bad. */
const FIXES = [
  ...Array.from({ length: 41 }, (_, i) => fix(i * 10, LON + (i - 20.5) * 0.0004, LAT)),
  ...Array.from({ length: 20 }, (_, i) => fix(710 + i * 10, LON + 0.0082, LAT + i * 0.0003, i === 10 ? 95 : 8)),
]
const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z')
const link = (at?: number): string => `play=car-9&from=${iso(START)}&to=${iso(END)}${at === undefined ? '' : `&at=${iso(at)}`}`
/** The time the address says is shown; null where it says none. */
const told = (page: Page): number | null => {
  const text = /[&#]at=([^&]+)/.exec(page.url())?.[1]
  return text === undefined ? null : Date.parse(text)
}
const shown = async (page: Page): Promise<number> =>
  Date.parse((await strip(page).getByTestId('playback-facts').locator('time').getAttribute('datetime'))!)
const isShown = (page: Page, time: number) => until(`${iso(time)} is shown`, async () => (await shown(page)) === time)
const facts = (page: Page) => strip(page).getByTestId('playback-facts').textContent()
const strip = (page: Page) => page.getByRole('region', { name: /^(轨迹回放|Playback)$/ })
const read = (page: Page) => until('the track is read', () => page.getByText('61 个定位 · 1 处中断').isVisible())

async function markAt(page: Page): Promise<{ x: number; y: number }> {
  const { x, y, width, height } = (await page.locator('.zt-playhead').boundingBox())!
  return { x: x + width / 2, y: y + height / 2 }
}

beforeAll(async () => {
  await ask(stage.app, 'POST', '/positions', { body: FIXES })
  fence = await addFence(stage.app, { name: '东门', zones: [{ layer: 'zone', id: 'z1' }] })
  const at = (id: string, seconds: number, more: object) => ({
    ...raised(fence, id, 0),
    object: 'car-9',
    time: START + seconds * SECOND,
    position: [LON, LAT] as [number, number],
    fixes: [{ time: START + seconds * SECOND, lon: LON, lat: LAT, accuracy: 8 }],
    ...more,
  })
  await save(stage.app, { raised: [at('came', 200, { severity: 'major' }), at('left', 300, { transition: 'exit', severity: 'critical' })] })
})

describe('playback', () => {
  it('finds any object by its id, takes the last hour of which there are positions, and goes by the keyboard alone', async () => {
    const page = await open(HERE)
    await page.getByRole('button', { name: '回放', exact: true }).press('Enter')
    await until('it asks whose', () => page.getByText('要看谁的轨迹？').isVisible())
    await page.keyboard.type('car-9')
    await page.keyboard.press('Enter')
    await read(page)
    await until('the address has it', () => page.url().includes(`play=car-9&from=${iso(END - 60 * MINUTE)}&to=${iso(END)}`))
    await isShown(page, START)
    await until('the keyboard is on it', () => page.evaluate(() => document.activeElement?.id === 'playback-slider'))
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await isShown(page, START + 20 * SECOND)
    await page.keyboard.press('ArrowLeft')
    await isShown(page, START + 10 * SECOND)
    await until('the address says it', () => told(page) === START + 10 * SECOND)
    await page.keyboard.press('End')
    await isShown(page, START + 900 * SECOND)
    await page.keyboard.press('Home')
    await until('it is at the start of the hour', async () => (await facts(page))!.includes('此前没有定位'))

    await page.keyboard.press('ArrowRight')
    await page.getByLabel('播放速度').selectOption('10')
    await page.locator('#playback-slider').focus()
    await page.keyboard.press(' ')
    await until('it plays', () => page.getByRole('button', { name: '暂停' }).isVisible())
    await until('time goes on', async () => (await shown(page)) >= START + 10 * SECOND)
    await page.keyboard.press(' ')
    await until('it rests', () => page.getByRole('button', { name: '播放', exact: true }).isVisible())
    const rest = await shown(page)
    await until('the address says where', () => told(page) === rest)

    await page.keyboard.press('Escape')
    await until('it is closed', async () => (await strip(page).count()) === 0)
    await until('the keyboard is where it was opened', () => page.evaluate(() => document.activeElement?.id === 'watch-playback'))
    await until('the address has forgotten it', () => !page.url().includes('play='))
    expect(stage.viewer.complaints).toEqual([])
  })

  it('plays to the end and stops there, and plays again from the start', async () => {
    const page = await open(`${HERE}&${link(END - 200 * SECOND)}`)
    await read(page)
    await page.getByLabel('播放速度').selectOption('120')
    await page.getByRole('button', { name: '播放', exact: true }).click()
    await isShown(page, END)
    await page.getByRole('button', { name: '播放', exact: true }).click()
    await until('it begins anew', async () => (await shown(page)) < END - 60 * SECOND)
  })

  it('glides, and the map goes along, where nobody asked for less motion', async () => {
    const page = await open(`18/${LAT}/${LON}&${link(START)}&lang=zh-CN&scheme=light`, { reducedMotion: 'no-preference' })
    await read(page)
    await page.getByLabel('播放速度').selectOption('60')
    await page.evaluate(() => {
      const time = document.querySelector('[data-testid=playback-facts] time')!
      const seen: number[] = []
      Object.assign(globalThis, { seen })
      new MutationObserver(() => seen.push(Date.parse(time.getAttribute('datetime')!))).observe(time, { attributes: true })
    })
    await page.getByRole('button', { name: '播放', exact: true }).click()
    await until('it is past the middle', async () => (await shown(page)) > START + 300 * SECOND)
    // It left the first view long ago: 1.4 km at half a metre a pixel.
    const { x, y } = await markAt(page)
    const strips = (await strip(page).boundingBox())!
    expect(x).toBeGreaterThan(0)
    expect(x).toBeLessThan(1300)
    expect(y).toBeLessThan(strips.y)
    await page.getByRole('button', { name: '暂停' }).click()
    const seen = await page.evaluate(() => (globalThis as unknown as { seen: number[] }).seen)
    const steps = seen.slice(1).map((time, i) => time - seen[i]!)
    // However busy the machine: a frame goes on by a quarter of a second at most, a hop by half of one.
    expect(Math.max(...steps)).toBeLessThanOrEqual(0.25 * 60 * SECOND + 1)
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(0)

    // Dragged by hand, it stays where it was dragged to.
    await page.mouse.move(MIDDLE.x, MIDDLE.y - 100)
    await page.mouse.down()
    await page.mouse.move(MIDDLE.x - 200, MIDDLE.y - 160, { steps: 4 })
    await page.mouse.up()
    await until(
      'it follows no more',
      async () => (await strip(page).getByRole('button', { name: '跟随' }).getAttribute('aria-pressed')) === 'false',
    )
    expect(stage.viewer.complaints).toEqual([])
  })

  it('opens by a link where and when it says, between two fixes, and comes back so after a reload and by the way back', async () => {
    const half = START + 205 * SECOND
    const page = await open(`17/${LAT}/${LON}&lang=zh-CN&scheme=light`)
    await page.evaluate(hash => (location.hash = hash), `17/${LAT}/${LON}&${link(half)}&lang=zh-CN&scheme=light`)
    await read(page)
    await page.goBack()
    await until('it is closed', async () => (await strip(page).count()) === 0)
    await page.goForward()
    await read(page)
    await page.reload()
    await read(page)
    await isShown(page, half)
    const { x, y } = await until('the object is marked', () => markAt(page))
    expect(Math.abs(x - MIDDLE.x)).toBeLessThan(2)
    expect(Math.abs(y - MIDDLE.y)).toBeLessThan(2)
    expect(stage.viewer.view()).toEqual([17, LAT, LON])
    expect(await facts(page)).toContain('精度 8 米')
  })

  it('is shown as a whole beside a sheet and the map tools', async () => {
    const page = await open(`${HERE}&fence=${fence.id}&${link(START + 400 * SECOND)}`, { viewport: { width: 1366, height: 768 } })
    await read(page)
    await strip(page).getByRole('button', { name: '缩放到轨迹' }).click()
    await until('its eastern end is free', async () => {
      const tools = (await page.getByRole('button', { name: '放大' }).boundingBox())!
      const { x } = await markAt(page)
      return x > 0 && x + 10 < tools.x
    })
  })

  it('is left by the way back when it was opened by hand', async () => {
    const page = await open(HERE)
    await page.getByRole('button', { name: '回放', exact: true }).click()
    await until('it asks whose', () => page.getByText('要看谁的轨迹？').isVisible())
    await page.keyboard.type('car-9')
    await page.keyboard.press('Enter')
    await read(page)
    await until('the address says where', () => told(page) !== null)
    await page.goBack()
    await until('it is closed', async () => (await strip(page).count()) === 0)
    await until('the address is as before', () => page.url().endsWith(`#${HERE}`))
    await page.goForward()
    await read(page)
    await strip(page).getByRole('button', { name: '关闭回放' }).click()
    await until('the address has forgotten it', () => !page.url().includes('play='))
  })

  it('waits at the last fix where there are none, says so, and says how exact a bad one is', async () => {
    const page = await open(`15/${LAT}/${LON}&${link(START + 550 * SECOND)}&lang=zh-CN&scheme=light`)
    await read(page)
    await until('it is lost', () => page.locator('.zt-playhead.lost').isVisible())
    expect(await facts(page)).toContain('2分钟没有定位')
    await strip(page).getByRole('button', { name: '跟随' }).click()
    const waiting = await markAt(page)
    await page.locator('#playback-slider').focus()
    await page.keyboard.press('ArrowLeft')
    await isShown(page, START + 400 * SECOND)
    const last = await markAt(page)
    expect(Math.hypot(waiting.x - last.x, waiting.y - last.y)).toBeLessThan(1)
    for (let i = 0; i < 11; i++) await page.keyboard.press('ArrowRight')
    await isShown(page, START + 810 * SECOND)
    expect(await facts(page)).toContain('精度 95 米 · 精度差')
  })

  it('marks the alerts of that time: one comes to them, and from them to how it came', async () => {
    const page = await open(`${HERE}&${link()}`)
    await read(page)
    const ticks = page.getByRole('group', { name: '这段时间的预警' }).getByRole('button')
    await until('both are marked', async () => (await ticks.count()) === 2)
    const box = (await page.locator('#playback-slider').boundingBox())!
    const tick = (await page.locator('[data-tick=came]').boundingBox())!
    expect(Math.abs(tick.x + tick.width / 2 - (box.x + 8 + ((box.width - 16) * 200) / 900))).toBeLessThan(2)
    await ticks.first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await isShown(page, START + 300 * SECOND)
    await until('the alert is open', () => page.url().includes('alert=left'))

    await strip(page).getByRole('button', { name: '关闭回放' }).click()
    await page.getByRole('button', { name: '回放这段轨迹' }).click()
    await until('it is played back around it', () =>
      page.url().includes(`play=car-9&from=${iso(START - 10 * MINUTE)}&to=${iso(START + 20 * MINUTE)}`),
    )
    await until('from a little before', async () => (await shown(page)) === START + 240 * SECOND)
  })

  it('says when there are more alerts than are marked', async () => {
    const page = await open(HERE)
    await page.route('**/api/alerts?*object=car-9*', async route => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...((await response.json()) as object), cursor: 'more' } })
    })
    await page.evaluate(hash => (location.hash = hash), `${HERE}&${link()}`)
    await until('it is said', () => page.getByText('只标出最近 2 条预警').isVisible())
  })

  it('counts a named time back from the latest position, and calls no other time by its name', async () => {
    const page = await open(`${HERE}&play=car-9`)
    await read(page)
    const isChosen = (name: string) =>
      until(`${name} is chosen`, async () => (await strip(page).getByRole('button', { name }).getAttribute('aria-pressed')) === 'true')
    await isChosen('最近 1 小时')
    await strip(page).getByRole('button', { name: '最近 24 小时' }).click()
    await until('the address has it', () => page.url().includes(`from=${iso(END - 24 * 60 * MINUTE)}&to=${iso(END)}`))
    await isChosen('最近 24 小时')
    await page.evaluate(hash => (location.hash = hash), `${HERE}&${link()}`)
    await isChosen('自定…')
    await page.route('**/api/positions?*', route =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"store-away","detail":"the store is away"}' }),
    )
    await strip(page).getByRole('button', { name: '最近 7 天' }).click()
    await until('it failed', async () => (await strip(page).getByRole('alert').textContent())!.includes('the store is away'))
    await page.unroute('**/api/positions?*')
    await strip(page).getByRole('button', { name: '重试' }).click()
    await until('the address has it', () => page.url().includes(`from=${iso(END - 168 * 60 * MINUTE)}&to=${iso(END)}`))
  })

  it('goes to the fix that is clicked on the map, and tells of the one under the pointer', async () => {
    const page = await open(`17/${LAT}/${LON + 0.0002}&${link(START)}&lang=zh-CN&scheme=light`)
    await read(page)
    await stage.viewer.idle()
    await page.mouse.move(MIDDLE.x - 30, MIDDLE.y - 30)
    await page.mouse.move(MIDDLE.x, MIDDLE.y)
    await until('it is told of', async () => (await page.getByTestId('playback-facts').count()) === 2)
    await page.mouse.click(MIDDLE.x, MIDDLE.y)
    await isShown(page, START + 210 * SECOND)
  })

  it('says when there is nothing, when it failed, and can be stopped', async () => {
    const page = await open(`${HERE}&play=nobody`)
    await until('nobody reported', () => page.getByText('没有“nobody”的定位记录').isVisible())
    await page.evaluate(
      hash => (location.hash = hash),
      `${HERE}&play=car-9&from=${iso(START - 60 * MINUTE)}&to=${iso(START - 30 * MINUTE)}`,
    )
    await until('there is none', () => page.getByText('这段时间没有定位').isVisible())
    await page.route('**/api/positions/car-9*', route =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"store-away","detail":"the store is away"}' }),
    )
    await page.evaluate(hash => (location.hash = hash), `${HERE}&${link()}`)
    await until('it failed', async () => (await strip(page).getByRole('alert').textContent())!.includes('the store is away'))
    await page.unroute('**/api/positions/car-9*')
    await strip(page).getByRole('button', { name: '重试' }).click()
    await read(page)
    const held = await holdBack(page, '**/api/positions/car-9*')
    await strip(page).getByRole('button', { name: '自定…' }).click()
    await strip(page).getByLabel('开始').fill('2026-01-01T00:00:00')
    await strip(page).getByRole('button', { name: '确定' }).click()
    await held.first
    await strip(page).getByRole('button', { name: '停止读取' }).click()
    await until('it stopped', () => page.getByText('已停止').isVisible())
    held.release()
  })

  it.each([
    ['light', 'zh-CN'],
    ['dark', 'zh-CN'],
    ['light', 'en'],
    ['dark', 'en'],
  ])('has nothing axe would complain about (%s, %s)', async (scheme, lang) => {
    const page = await open(`16/${LAT}/${LON}&alert=came&${link(START + 205 * SECOND)}&lang=${lang}&scheme=${scheme}`)
    await until('it is there', () => page.locator('[data-tick=came]').isVisible())
    await strip(page)
      .getByRole('button', { name: /自定|Custom/ })
      .click()
    expect(await axeFindings(page)).toEqual([])
  })
})
