import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Alert, Fence } from '../../tiles-server/src/contract/index.ts'
import { addFence, ask } from '../geofence/support.ts'
import { until } from '../support/until.ts'
import { axeFindings, coveredShare, drawZone, holdBack } from './page.ts'
import { HERE, setStage } from './stage.ts'
import { LAT, LON } from './town.ts'

const SECOND = 1000
const HOUR = 3_600_000
/** Runs as the world's does, and can be put forward. */
const clock = { ahead: 0, now: () => Date.now() + clock.ahead }

const stage = setStage({ clock })
const { open } = stage
const button = (page: Page, name: string | RegExp) => page.locator('.fences').getByRole('button', { name, exact: true })
const part = (page: Page) => page.getByRole('region', { name: /^(用历史定位试算|Try on recorded positions)$/ })
const dock = (page: Page) => page.locator('.dock')
const rows = (page: Page): Promise<string[]> => dock(page).locator('tbody tr').allInnerTexts()
const isFound = (page: Page, count: number) =>
  until(`${count} are found`, async () => (await rows(page)).length === count && (await dock(page).getAttribute('aria-busy')) === 'false')

/** Into the middle of the town from the east at a time, for so many minutes, and out again; a fix every twenty seconds. */
function stay(object: string, start: number, minutes: number) {
  const fixes = minutes * 3 + 6
  return Array.from({ length: fixes }, (_, i) => {
    const isInside = i >= 3 && i < fixes - 3
    return {
      object,
      time: new Date(start + i * 20 * SECOND).toISOString(),
      lon: LON - 0.001 + (isInside ? 0 : 0.009),
      lat: LAT,
      accuracy: 8,
    }
  })
}
/** The runs that the page has asked for. */
function asked(page: Page): string[] {
  const bodies: string[] = []
  page.on('request', request => {
    if (request.url().endsWith('/backtest')) bodies.push(request.postData()!)
  })
  return bodies
}
const report = (fixes: object[]) => ask(stage.app, 'POST', '/positions', { body: fixes })
const zones = [
  {
    name: '湖心',
    geometry: {
      type: 'Polygon',
      coordinates: [
        [
          [LON - 0.003, LAT - 0.002],
          [LON + 0.002, LAT - 0.002],
          [LON + 0.002, LAT + 0.002],
          [LON - 0.003, LAT + 0.002],
          [LON - 0.003, LAT - 0.002],
        ],
      ],
    },
  },
]

beforeAll(async () => {
  // Two stayed long, one did not.
  await report([
    ...stay('long-1', Date.now() - 3 * HOUR, 25),
    ...stay('long-2', Date.now() - 2 * HOUR, 15),
    ...stay('short-1', Date.now() - 4 * HOUR, 5),
  ])
})

describe('a fence tried on what was recorded', () => {
  it('draw a zone, make a loitering rule of it, try it, switch it on, and take the alert it raises', async () => {
    const page = await open(HERE)
    await page.getByRole('button', { name: '围栏', exact: true }).click()
    await button(page, '新建围栏').click()
    await page
      .locator('.fences')
      .getByRole('button', { name: /^防区徘徊/ })
      .click()
    await button(page, /^移除.*kind = 'defence'/).click()
    await until('it cannot be tried yet', () => part(page).getByRole('button', { name: '试算', exact: true }).isDisabled())
    await drawZone(page, [
      [460, 480],
      [720, 480],
      [720, 260],
      [460, 260],
    ])

    const runs = asked(page)
    await part(page).getByRole('button', { name: '试算', exact: true }).click()
    await isFound(page, 2)
    const text = (await rows(page)).join('\n')
    for (const word of ['long-1', 'long-2', '徘徊', '绘制区域 1', '累计停留 10 分']) expect(text).toContain(word)
    expect((await ask<{ alerts: Alert[] }>(stage.app, 'GET', '/alerts')).body.alerts).toEqual([])

    // The rule changes, and is tried anew by itself.
    await page.getByLabel('累计停留多久', { exact: true }).fill('20')
    await page.getByLabel('累计停留多久', { exact: true }).press('Tab')
    await isFound(page, 1)
    await page.getByLabel('累计停留多久', { exact: true }).fill('1')
    await page.getByLabel('累计停留多久', { exact: true }).press('Tab')
    await isFound(page, 3)

    // Each was asked for once: a run that is under way is not begun again.
    expect(runs.map(body => /"seconds":(\d+)/.exec(body)![1])).toEqual(['600', '1200', '60'])

    await page.getByLabel('启用', { exact: true }).check()
    await button(page, '保存').click()
    await until('it is saved', () => page.getByText('已保存为第 1 版').isVisible())
    await button(page, '返回围栏列表').click()
    await until('the table is gone', async () => (await dock(page).count()) === 0)

    const [fence] = (await ask<{ fences: Fence[] }>(stage.app, 'GET', '/fences')).body.fences
    expect(fence).toMatchObject({ enabled: true, loiter: { seconds: 60 } })
    // Somebody comes, and stays.
    const start = clock.now()
    clock.ahead += 5 * 60 * SECOND
    await report(stay('guest', start + SECOND, 3))
    await page.getByRole('button', { name: /^预警/ }).click()
    const row = page.locator('[data-alert]').filter({ hasText: 'guest' })
    await until('the alert is there by itself', () => row.isVisible())
    expect(await row.textContent()).toContain('guest 在 绘制区域 1 徘徊')
    await row.getByRole('button').click()
    await page.getByRole('group', { name: '处置' }).getByRole('button', { name: '确认', exact: true }).click()
    await until('it is acknowledged', async () => (await page.getByTestId('alert-status').textContent()) === '已确认')
    const { alerts } = (await ask<{ alerts: Alert[] }>(stage.app, 'GET', '/alerts?object=guest')).body
    expect(alerts.map(({ transition, status, fence: of }) => [transition, status, of])).toEqual([['loiter', 'acknowledged', fence!.id]])
    expect(stage.viewer.complaints).toEqual([])
  })

  it('is compared with how it was saved; a row leads to its place and to how it came', async () => {
    const { id } = await addFence(stage.app, { name: '湖心', zones, detect: ['dwell'], dwell: { seconds: 600 }, enabled: false })
    const page = await open(`${HERE}&fence=${id}`)
    await page.getByLabel('停留多久', { exact: true }).fill('20')
    await page.getByLabel('停留多久', { exact: true }).press('Tab')
    await button(page, '进入').click()
    await part(page).getByRole('button', { name: '试算', exact: true }).click()
    // Of the saved one two stays; of the draft another time of one of them, and three who came.
    await until('both are told', async () => {
      const counts = await dock(page).locator('[data-kind] b').allInnerTexts()
      return counts.length >= 3 && (await rows(page)).length > 0
    })
    const runs = await dock(page)
      .locator('tbody tr')
      .evaluateAll(all => all.map(tr => [(tr as HTMLElement).dataset.run, tr.querySelector('.object')!.textContent]))
    expect(runs.filter(([run]) => run === 'first').map(([, object]) => object)).toEqual(['long-1', 'long-2'])
    const seconds = runs.filter(([run]) => run === 'second').map(([, object]) => object)
    for (const object of ['short-1', 'long-1', 'long-2']) expect(seconds).toContain(object)
    await dock(page).locator('[data-kind=first]').click()
    await until('only those are listed', async () => (await rows(page)).length === 2)

    const first = dock(page).locator('tbody tr').first()
    await first.locator('button.time').press('Enter')
    await until('it is chosen', async () => (await first.getAttribute('class'))!.includes('chosen'))
    await first.getByRole('button', { name: '回放long-1' }).press('Enter')
    await until('it is played back', () => page.getByTestId('playback-facts').isVisible())
    expect(await dock(page).isVisible()).toBe(false)
    await until('the address has it', () => page.url().includes('play=long-1'))
    await page.goBack()
    await until('the table is there again', () => dock(page).isVisible())
    expect(await rows(page)).toHaveLength(2)
    expect(await page.getByLabel('停留多久', { exact: true }).inputValue()).toBe('20')
    expect(stage.viewer.complaints).toEqual([])
  })

  it('can be stopped, says when there is nothing, and which time is too long', async () => {
    const { id } = await addFence(stage.app, { name: '停', zones, detect: ['dwell'], dwell: { seconds: 600 }, enabled: false })
    const page = await open(`${HERE}&fence=${id}`)
    await part(page)
      .getByLabel(/^与已保存的第 1 版比较/)
      .uncheck()
    const held = await holdBack(page, '**/api/fences/*/backtest')
    await part(page).getByRole('button', { name: '试算', exact: true }).click()
    await held.first
    await part(page).getByRole('button', { name: '停止' }).press('Enter')
    await until('it is stopped', () => part(page).getByText('已停止').isVisible())
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('试算')
    held.release()
    await part(page).getByRole('button', { name: '最近 1 小时' }).click()
    await until('nothing was found', () => part(page).getByText('这段时间不会产生预警').isVisible())
    await part(page).getByRole('button', { name: '自定' }).click()
    await part(page).getByLabel('开始').fill('2020-01-01T00:00')
    await until('too long', () => part(page).getByText('最多 31 天').isVisible())
    await part(page).getByRole('button', { name: '最近 24 小时' }).click()
    await isFound(page, 2)
  })

  it('says why it failed: as the server refuses it, as the work fails half way, and when the answer breaks off', async () => {
    const { id } = await addFence(stage.app, { name: '败', zones, detect: ['dwell'], dwell: { seconds: 600 }, enabled: false })
    const page = await open(`${HERE}&fence=${id}`)
    const failure = part(page).getByRole('alert')
    const answers = [
      { status: 400, contentType: 'application/problem+json', body: '{"code":"bad-rule","detail":"this rule is refused"}' },
      {
        contentType: 'application/x-ndjson',
        body: '{"type":"progress","objects":{"done":1,"of":3},"fixes":9}\n{"type":"error","status":503,"code":"store-away","detail":"the store is away"}\n',
      },
      { contentType: 'application/x-ndjson', body: '{"type":"progress","objects":{"done":1,"of":3},"fixes":9}\n' },
    ]
    await page.route('**/api/fences/*/backtest', route => route.fulfill(answers.shift()))
    for (const reason of ['this rule is refused', 'the store is away', 'broke off before its last line']) {
      await part(page).getByRole('button', { name: '试算', exact: true }).click()
      await until(`it says: ${reason}`, async () => (await failure.textContent())!.includes(reason))
    }
    await page.unroute('**/api/fences/*/backtest')
    await part(page).getByRole('button', { name: '试算', exact: true }).click()
    await isFound(page, 2)
    expect(await failure.count()).toBe(0)
  })

  it.each([
    [1366, 768],
    [1920, 1080],
  ])('leaves two thirds of the map free, and what was pressed and what it led to in sight (%d x %d)', async (width, height) => {
    const { id } = await addFence(stage.app, { name: `大${width}`, zones, detect: ['enter', 'exit'], enabled: false })
    const page = await open(`${HERE}&fence=${id}`, { viewport: { width, height } })
    await part(page).getByRole('button', { name: '试算', exact: true }).press('Enter')
    await until('it is found', async () => (await rows(page)).length > 0)
    const again = part(page).getByRole('button', { name: '重新试算' })
    expect(await again.evaluate(one => one === document.activeElement)).toBe(true)
    await until('it is in sight', async () => {
      const seen = (await page.locator('.fences .body').boundingBox())!
      const [top, foot] = [await again.boundingBox(), await part(page).getByRole('status').boundingBox()]
      return top!.y >= seen.y && foot!.y + foot!.height <= seen.y + seen.height
    })
    await until('at most a third is covered', async () => (await coveredShare(page)) <= 1 / 3)
    await dock(page).getByRole('button', { name: '收起结果' }).click()
    const corner = page.locator('[data-connection]')
    await until('what lies at the foot comes down', async () => (await corner.boundingBox())!.y > height - 110)
  })

  it.each([
    ['light', 'zh-CN'],
    ['dark', 'en'],
  ])('has nothing axe would complain about (%s, %s)', async (scheme, lang) => {
    const { id } = await addFence(stage.app, { name: `查${scheme}`, zones, detect: ['enter', 'exit'], enabled: false })
    const page = await open(`16/${LAT}/${LON}&fence=${id}&lang=${lang}&scheme=${scheme}`)
    await part(page)
      .getByRole('button', { name: /^(试算|Try it)$/ })
      .click()
    await until('it is found', async () => (await rows(page)).length > 0)
    await dock(page).locator('button.time').first().click()
    await part(page)
      .getByRole('button', { name: /^(自定…|Custom…)$/ })
      .click()
    expect(await axeFindings(page)).toEqual([])
  })
})
