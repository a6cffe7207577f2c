import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Alert, Fence } from '../../tiles-server/src/contract/index.ts'
import type { RaisedAlert } from '../../tiles-server/src/geofence/index.ts'
import { addFence, ask, raised, save, square } from '../geofence/support.ts'
import { until } from '../support/until.ts'
import { axeFindings } from './page.ts'
import { HERE, setStage } from './stage.ts'
import { LAT, LON } from './town.ts'

const ZONE = { zone: 'zone/z1', zoneName: '湖滨巡逻区' }

const stage = setStage()
let fence: Fence
let round = 0

/** An id that no other test has. */
const named = (name: string): string => `${name}-${round}`
/** An alert `minutes` ago in the town's zone, or elsewhere. */
function ago(name: string, minutes: number, over: Partial<RaisedAlert> = {}): RaisedAlert {
  const time = Date.now() - minutes * 60_000
  const [lon, lat] = over.position ?? [LON - 0.002, LAT]
  const fixes = [2, 1, 0].map(before => ({ time: time - before * 60_000, lon: lon - before * 0.0005, lat, accuracy: 10 }))
  return { ...raised(fence, named(name), 0), ...ZONE, time, decidedAt: time, position: [lon, lat], fixes, ...over }
}
const alert = async (name: string): Promise<Alert> => (await ask<Alert>(stage.app, 'GET', `/alerts/${named(name)}`)).body
const { open } = stage
const row = (page: Page, name: string) => page.locator(`[data-alert="${named(name)}"]`)
const listed = (page: Page): Promise<string[]> =>
  page.locator('[data-alert]').evaluateAll(rows => rows.map(element => (element as HTMLElement).dataset.alert!))
const status = (page: Page, text: string) =>
  until(`the status is ${text}`, async () => (await page.getByTestId('alert-status').textContent()) === text)
/** The page says that it was done; the stream may tell of it before. */
const done = (page: Page, text: string) =>
  until(`it says ${text}`, () => page.locator('.actions').getByRole('status').getByText(text, { exact: true }).isVisible())
const filter = (page: Page, name: string) => page.getByRole('group', { name: '筛选预警' }).getByLabel(name)
const act = (page: Page, name: string) => page.getByRole('group', { name: '处置' }).getByRole('button', { name, exact: true })

beforeEach(async () => {
  round++
  fence = await addFence(stage.app, { name: `防区${round}`, zones: [{ layer: 'zone', id: 'z1' }] })
})
afterEach(async () => {
  // What is closed concerns the next test no more.
  for (const { id } of (await ask<{ alerts: Alert[] }>(stage.app, 'GET', '/alerts?status=open&limit=1000')).body.alerts) {
    await ask(stage.app, 'POST', `/alerts/${id}/close`, { body: {} })
  }
})

describe('alerts', () => {
  it('are counted, listed newest first, a line a situation, and appear by themselves', async () => {
    await save(stage.app, {
      raised: [
        ago('enter', 30),
        ago('loiter', 5, { transition: 'loiter', enter: named('enter'), severity: 'major', evidence: { seconds: 900, window: 3600 } }),
        ago('other', 60, { object: 'car-2' }),
      ],
    })
    const page = await open(HERE)
    const button = page.getByRole('button', { name: /^预警/ })
    await until('two situations are counted', async () => (await button.locator('.count').textContent()) === '2')
    await button.press('Enter')
    await until('they are listed', async () => (await listed(page)).join() === [named('loiter'), named('other')].join())
    const text = await row(page, 'loiter').textContent()
    for (const part of ['car-1', '徘徊', '湖滨巡逻区', '5分钟前', '累计停留 15 分', '同一情况 2 条', fence.name])
      expect(text).toContain(part)
    await until('the stream is live', () => page.locator('[data-connection=live]').isVisible())
    await save(stage.app, { raised: [ago('fresh', 0, { object: 'car-3', severity: 'critical' })] })
    await until('the new one is first', async () => (await listed(page))[0] === named('fresh'))
    await until('and counted', async () => (await button.locator('.count').textContent()) === '3')
    await save(stage.app, { withdrawn: [{ id: named('fresh'), at: Date.now() }] })
    await until('withdrawn, it is gone', async () => !(await listed(page)).includes(named('fresh')))
    expect(stage.viewer.complaints).toEqual([])
  })

  it('are narrowed by status, severity, kind and fence', async () => {
    const other = await addFence(stage.app, { name: `另一处${round}`, zones: [{ layer: 'zone', id: 'z1' }] })
    await save(stage.app, {
      raised: [
        ago('a', 1, { severity: 'major' }),
        ago('b', 2, { object: 'car-2', transition: 'exit' }),
        ago('c', 3, { object: 'car-3', fence: other.id }),
      ],
    })
    await ask(stage.app, 'POST', `/alerts/${named('b')}/ack`)
    const page = await open(`${HERE}&panel=alerts`)
    const shows = (...names: string[]) =>
      until(`${names.join()} are listed`, async () => {
        const own = (await listed(page)).filter(id => id.endsWith(`-${round}`))
        return own.join() === names.map(named).join()
      })
    await shows('a', 'c')
    await filter(page, '级别').selectOption({ label: '重要' })
    await shows('a')
    await filter(page, '级别').selectOption({ label: '全部' })
    await filter(page, '围栏').selectOption({ label: other.name })
    await shows('c')
    await filter(page, '围栏').selectOption({ label: '全部' })
    await filter(page, '状态').selectOption({ label: '已确认' })
    await shows('b')
    await filter(page, '情形').selectOption({ label: '徘徊' })
    await until('nothing is like that', () => page.getByText('没有符合条件的预警').isVisible())
  })

  it('are acknowledged, assigned, noted, closed and opened again, by the keyboard alone, and say who did what', async () => {
    await save(stage.app, { raised: [ago('a', 1)] })
    const page = await open(`${HERE}&panel=alerts`)
    await until('it is listed', () => row(page, 'a').isVisible())
    await row(page, 'a').getByRole('button').press('Enter')
    await status(page, '未处理')
    await until('the address has it', () => page.url().includes(`alert=${named('a')}`))
    await act(page, '确认').press('Enter')
    await done(page, '已确认')
    await status(page, '已确认')
    await act(page, '派发').press('Enter')
    await page.keyboard.type('王警官')
    await page.keyboard.press('Enter')
    await done(page, '已派发')
    await status(page, '已派发')
    await act(page, '备注').press('Enter')
    await page.keyboard.type('已通知巡逻组')
    await page.getByRole('button', { name: '提交' }).press('Enter')
    await done(page, '已记下备注')
    await act(page, '关闭').press('Enter')
    await page.keyboard.type('误报')
    await page.getByRole('button', { name: '提交' }).press('Enter')
    await done(page, '已关闭')
    const history = await page.getByRole('region', { name: '处置记录' }).getByRole('listitem').allInnerTexts()
    expect(history).toHaveLength(5)
    for (const [i, part] of ['误报', '已通知巡逻组', '派发给 王警官', '确认', '触发'].entries()) expect(history[i]).toContain(part)
    await act(page, '重新打开').press('Enter')
    await done(page, '已重新打开')
    await status(page, '未处理')
    expect((await alert('a')).history.map(({ action }) => action)).toEqual(['raised', 'ack', 'assign', 'note', 'close', 'reopen'])
    await until('it is in the list again', async () => (await listed(page)).includes(named('a')))
    await page.keyboard.press('Escape')
    await until('it is back in the list, with the keyboard on it', () =>
      page.evaluate(id => document.activeElement?.closest('[data-alert]')?.getAttribute('data-alert') === id, named('a')),
    )
  })

  it('say when an action failed, and when somebody else was faster', async () => {
    await save(stage.app, { raised: [ago('a', 1)] })
    const page = await open(`${HERE}&alert=${named('a')}`)
    await status(page, '未处理')
    await page.route('**/api/alerts/*/ack', route =>
      route.fulfill({
        status: 503,
        contentType: 'application/problem+json',
        body: '{"code":"store-unavailable","detail":"the store is away"}',
      }),
    )
    await act(page, '确认').click()
    await until('it says so', async () => (await page.locator('.actions').getByRole('alert').textContent())!.includes('the store is away'))
    await page.unroute('**/api/alerts/*/ack')
    // The page does not hear of it before it acts.
    await page.route('**/api/alerts/*/ack', async route => {
      await ask(stage.app, 'POST', `/alerts/${named('a')}/close`, { body: { reason: '他人' } })
      await route.continue()
    })
    await act(page, '确认').click()
    await until('it says that it was late', () => page.getByText('他人已先行处置').isVisible())
    await status(page, '已关闭')
  })

  it('are drawn: marked while open, with zone and fixes when chosen, and a change of scheme keeps them', async () => {
    const drawn = await addFence(stage.app, { name: `画的${round}`, zones: [{ geometry: square(LON + 0.01, LAT, 0.002), name: '东门' }] })
    const position: [number, number] = [LON, LAT]
    await save(stage.app, { raised: [ago('here', 1, { position, severity: 'critical' })] })
    const page = await open(`17/${LAT}/${LON}&lang=zh-CN&scheme=light`)
    const isMarked = async (): Promise<boolean> => {
      const [red, green] = await stage.viewer.middle()
      return red! - green! > 90
    }
    await until('its place is marked', isMarked)
    await page.mouse.click(650, 380)
    await status(page, '未处理')
    await until('the zone is in view', () => stage.viewer.view()[0]! < 17)

    const [west, south] = [LON + 0.01, LAT]
    const { type, coordinates } = square(west, south, 0.002)
    const key = `geometry/${createHash('sha256')
      .update(JSON.stringify([type, coordinates]))
      .digest('base64url')
      .slice(0, 16)}`
    await save(stage.app, {
      raised: [
        ago('drawn', 1, {
          fence: drawn.id,
          fenceVersion: drawn.version,
          zone: key,
          zoneName: '东门',
          severity: 'critical',
          position: [west + 0.0002, south + 0.0002],
          fixes: [],
        }),
      ],
    })
    await page.evaluate(hash => (location.hash = hash), `alert=${named('drawn')}&lang=zh-CN&scheme=light`)
    await until('the drawn zone fills the view', () => stage.viewer.view()[0]! > 16.2)
    await stage.viewer.idle()
    const isTinted = async (): Promise<boolean> => {
      const [red, green] = await stage.viewer.middle()
      return red! - green! > 4
    }
    await until('the zone is tinted', isTinted)
    await page.getByRole('button', { name: '深色' }).click()
    await until('it is drawn on the dark map too', async () => (await stage.viewer.middle())[0]! < 150 && isTinted())
    expect(await page.getByText('区域已不存在').count()).toBe(0)
  })

  it('of a zone that is gone, or that never were, say so', async () => {
    await save(stage.app, { raised: [ago('gone', 1, { zone: 'zone/none', zoneName: '旧区' })] })
    const page = await open(`${HERE}&alert=${named('gone')}`)
    await until('it is said', () => page.getByText('区域已不存在').isVisible())
    await page.evaluate(hash => (location.hash = hash), `${HERE}&alert=nothing`)
    await until('it is said', () => page.getByText('没有这条预警').isVisible())
  })

  it.each(['light', 'dark'])('have nothing axe would complain about (%s)', async scheme => {
    await save(stage.app, {
      raised: [
        ago('a', 1, { severity: 'critical' }),
        ago('b', 2, { severity: 'minor', object: 'x' }),
        ago('c', 3, { severity: 'info', object: 'y', late: true }),
      ],
    })
    const page = await open(`16/${LAT}/${LON}&panel=alerts&lang=zh-CN&scheme=${scheme}`)
    await until('they are listed', () => row(page, 'c').isVisible())
    expect(await axeFindings(page)).toEqual([])
    await row(page, 'a').getByRole('button').click()
    await status(page, '未处理')
    await act(page, '派发').click()
    expect(await axeFindings(page)).toEqual([])
  })
})
