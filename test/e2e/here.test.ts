import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClient } from '../support/client.ts'
import { until } from '../support/until.ts'
import { axeFindings, holdBack } from './page.ts'
import { HERE, setStage } from './stage.ts'
import { incident, LAT, LON, metresBetween } from './town.ts'

/** The middle of the map is the middle of the town: the window is 1300 by 760. */
const MIDDLE = { x: 650, y: 380 }

const stage = setStage()
let client: Client

const { open } = stage
const section = (page: Page, name: string | RegExp) => page.getByRole('region', { name })
const rows = (page: Page, name: string | RegExp): Promise<string[]> => section(page, name).getByRole('listitem').allInnerTexts()
const isOpen = (page: Page): Promise<boolean> => page.getByRole('heading', { name: '此处', exact: true }).isVisible()
/** Everything that was asked is answered. */
const answered = async (page: Page): Promise<void> => {
  await until('all is answered', async () => (await isOpen(page)) && (await page.locator('.here [aria-busy=true]').count()) === 0)
}
/** Where the panel says that was asked, as [lon, lat]. */
const asked = async (page: Page): Promise<[number, number]> => {
  const shown = page.locator('.here').getByText(/^-?\d+\.\d{6}, -?\d+\.\d{6}$/)
  const [lat, lon] = (await shown.textContent())!.split(', ').map(Number)
  return [lon!, lat!]
}

beforeAll(() => {
  client = createClient(stage.app.url)
})

describe('what is here', () => {
  it('is told where the right button asks: units, zones, patrols, cameras and incidents', async () => {
    const page = await open(HERE)
    await page.mouse.click(MIDDLE.x - 3, MIDDLE.y, { button: 'right' })
    await answered(page)
    const at = await asked(page)
    expect(metresBetween(at, [LON, LAT])).toBeLessThan(10)

    expect(await section(page, '所属单元').getByRole('button').allInnerTexts()).toEqual([
      '湖滨社区第1网格',
      '湖滨社区',
      '光华街道',
      '云屏县',
      '示范市',
      '湖滨巡逻区',
    ])

    // On duty only, the nearer first, each as far as it is.
    const patrols = await rows(page, '最近的巡逻力量')
    expect(patrols.map(text => /巡逻p\d/.exec(text)?.[0])).toEqual(['巡逻p2', '巡逻p1'])
    for (const [i, id] of ['p2', 'p1'].entries()) {
      const { geometry } = await client.get('patrol', id)
      const shown = Number(/(\d+) 米/.exec(patrols[i]!)![1])
      const real = metresBetween(at, (geometry as { coordinates: number[] }).coordinates)
      expect(Math.abs(shown - real)).toBeLessThan(0.6)
    }
    expect(patrols[0]).toMatch(/南 (17\d|18\d)°/)
    expect(patrols[1]).toMatch(/东 (8\d|9\d)°/)
    expect(patrols[0]).toContain('分钟前')

    const cameras = section(page, '看得到此处的视频点')
    const names = async (group: string) => cameras.locator(`.${group}`).getByRole('listitem').allInnerTexts()
    expect((await names('now')).join()).toMatch(/^视频点sees\s/)
    expect((await names('ifTurned')).join()).toMatch(/^视频点turns\s/)
    const blocked = await names('blocked')
    expect(blocked.join()).toMatch(/^视频点behind\s/)
    await until('what blocks it is named', async () => (await names('blocked')).join().includes('被湖滨大厦挡住'))

    const incidents = await rows(page, /内的事件/)
    const near = (await client.all('incident'))
      .map(({ id, geometry }) => ({ id, away: metresBetween(at, (geometry as { coordinates: number[] }).coordinates) }))
      .filter(({ id, away }) => away <= 500 && id !== 'week')
      .sort((a, b) => a.away - b.away)
    expect(incidents.map(text => /事件(\w+)/.exec(text)![1])).toEqual(near.map(({ id }) => id))
    expect(stage.viewer.complaints).toEqual([])
  })

  it('is told by a long press that stays, and not by one that moves', async () => {
    const page = await open(HERE, { hasTouch: true })
    const touch = await page.context().newCDPSession(page)
    const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', x: number, y: number) =>
      touch.send('Input.dispatchTouchEvent', { type, touchPoints: type === 'touchEnd' ? [] : [{ x, y }] })
    const questions: string[] = []
    page.on('request', request => request.url().endsWith('/api/locate') && questions.push(request.url()))
    const view = page.url()
    await send('touchStart', 600, 380)
    for (let x = 600; x <= 700; x += 10) await send('touchMove', x, 380)
    const moved = performance.now()
    await until('the finger has rested long enough', () => performance.now() - moved > 700)
    await send('touchEnd', 700, 380)
    await until('the map has followed the finger', () => page.url() !== view)
    expect(await isOpen(page)).toBe(false)
    await stage.viewer.idle()

    await send('touchStart', 600, 300)
    await until('it is answered while the finger rests', () => isOpen(page))
    await send('touchEnd', 600, 300)
    await answered(page)
    expect(questions).toHaveLength(1)
    // The end of the press is no click that would select something.
    expect(await page.locator('.details').count()).toBe(0)
  })

  it('is told by the keyboard, at the centre of the map, and Escape goes back to the map', async () => {
    const page = await open(HERE)
    await page.locator('.maplibregl-canvas').focus()
    await page.keyboard.press('Enter')
    await answered(page)
    expect(metresBetween(await asked(page), [LON, LAT])).toBeLessThan(0.2)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('here-title')
    await page.keyboard.press('Escape')
    await until('it is closed', async () => !(await isOpen(page)))
    expect(await page.evaluate(() => document.activeElement?.classList.contains('maplibregl-canvas'))).toBe(true)
    await until('the address says so', () => !page.url().includes('here='))
  })

  it('is in the address, with the span of the incidents, and leads on to units and features', async () => {
    const page = await open(`${HERE}&here=${LAT},${LON - 0.0001}`)
    await answered(page)
    await page.getByRole('button', { name: '7 天' }).click()
    await until('the older one is listed too', async () => (await rows(page, /内的事件/)).some(text => text.includes('事件week')))
    await until('the address has it', () => page.url().includes(`here=${LAT},${LON - 0.0001}/7d`))
    await page.reload()
    await answered(page)
    expect((await rows(page, /内的事件/)).some(text => text.includes('事件week'))).toBe(true)

    const [zoom] = stage.viewer.view()
    await page.getByRole('button', { name: '湖滨社区第1网格' }).click()
    await until('the whole grid is in view', () => stage.viewer.view()[0]! < zoom!)

    await section(page, '最近的巡逻力量')
      .getByRole('button', { name: /巡逻p1/ })
      .click()
    await until('its details are open', () => page.getByRole('heading', { name: '巡逻p1' }).isVisible())
    await page.getByRole('button', { name: '返回此处' }).click()
    expect(await isOpen(page)).toBe(true)
  })

  it('outside the city says so, and still tells the rest', async () => {
    const page = await open(`15/${LAT}/${LON + 0.03}&here=${LAT},${LON + 0.03}&lang=zh-CN&scheme=light`)
    await answered(page)
    expect(await section(page, '所属单元').textContent()).toContain('不在任何单元内')
    expect(await rows(page, '最近的巡逻力量')).toHaveLength(2)
    expect(await section(page, '看得到此处的视频点').textContent()).toContain('没有视频点看得到此处')
  })

  it('loses nothing else when one part fails, and asks that part again', async () => {
    const page = await open(HERE)
    await page.route('**/api/nearest', route =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"store-away","detail":"the store is away"}' }),
    )
    await page.evaluate(hash => (location.hash = hash), `${HERE}&here=${LAT},${LON}`)
    await answered(page)
    expect(await section(page, '最近的巡逻力量').getByRole('alert').textContent()).toContain('the store is away')
    expect(await rows(page, /内的事件/)).not.toHaveLength(0)
    await page.unroute('**/api/nearest')
    await section(page, '最近的巡逻力量').getByRole('button', { name: '重试' }).click()
    await until('it is answered', async () => (await rows(page, '最近的巡逻力量')).length === 2)
  })

  it('can be cancelled when it takes long', async () => {
    const page = await open(HERE)
    const held = await holdBack(page, '**/api/cameras/visible')
    await page.evaluate(hash => (location.hash = hash), `${HERE}&here=${LAT},${LON}`)
    await held.first
    const cameras = section(page, '看得到此处的视频点')
    await cameras.getByRole('button', { name: '取消' }).click()
    await until('it is cancelled', () => cameras.getByText('已取消').isVisible())
    held.release()
    await cameras.getByRole('button', { name: '重新查询' }).click()
    await until('it is answered', () => cameras.getByText('视频点sees').isVisible())
  })

  it('follows what happens', async () => {
    const page = await open(`${HERE}&here=${LAT},${LON}`)
    await answered(page)
    await until('the stream is live', () => page.locator('[data-connection=live]').isVisible())
    const { version } = await client.create('incident', incident('fresh', 5, 5))
    await until('it is listed', async () => (await rows(page, /内的事件/))[0]?.includes('事件fresh'))
    await client.remove('incident', 'fresh', version)
    await until('it is gone', async () => !(await rows(page, /内的事件/))[0]?.includes('事件fresh'))
  })

  it.each(['light', 'dark'])('has nothing axe would complain about (%s)', async scheme => {
    const page = await open(`16/${LAT}/${LON}&here=${LAT},${LON}&lang=zh-CN&scheme=${scheme}`)
    await answered(page)
    await until('what blocks is named', () => page.getByText('被湖滨大厦挡住').isVisible())
    expect(await axeFindings(page)).toEqual([])
  })
})
