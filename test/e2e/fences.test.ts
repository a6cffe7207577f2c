import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import type { Fence } from '../../tiles-server/src/contract/index.ts'
import { addFence, ask } from '../geofence/support.ts'
import { until } from '../support/until.ts'
import { axeFindings, drawZone } from './page.ts'
import { HERE, setStage } from './stage.ts'
import { LAT, LON } from './town.ts'

const stage = setStage()

const { open } = stage
const fences = async (): Promise<Fence[]> => (await ask<{ fences: Fence[] }>(stage.app, 'GET', '/fences')).body.fences
const fence = async (id: string) => ask<Fence>(stage.app, 'GET', `/fences/${id}`)
const button = (page: Page, name: string | RegExp) => page.locator('.fences').getByRole('button', { name, exact: true })
const saved = (page: Page, version: number) =>
  until(`version ${version} is saved`, () => page.getByText(`已保存为第 ${version} 版`).isVisible())

describe('fences', () => {
  it('are made of a template and a zone drawn on the map, and switched on', async () => {
    const page = await open(HERE)
    await page.getByRole('button', { name: '围栏', exact: true }).click()
    await button(page, '新建围栏').click()
    await page
      .locator('.fences')
      .getByRole('button', { name: /^防区徘徊/ })
      .click()
    await page.getByLabel('名称', { exact: true }).fill('湖滨夜间徘徊')
    await button(page, /^移除.*kind = 'defence'/).click()
    await until('it says what is missing', () => page.getByText('还缺：何地').isVisible())
    expect(await button(page, '保存').isDisabled()).toBe(true)

    await drawZone(page, [
      [460, 460],
      [700, 460],
      [700, 260],
      [460, 260],
    ])
    await page.getByLabel('区域名称').fill('湖滨东岸')
    await page.getByLabel('区域名称').press('Tab')
    await page.getByLabel('累计停留多久', { exact: true }).fill('20')
    await page.getByLabel('累计停留多久', { exact: true }).press('Tab')
    await until('the sentence says it', () =>
      page.getByText('所有对象，在1 处区域，1 小时内累计停留 20 分或进入 3 次；全天；级别重要').isVisible(),
    )
    await page.getByLabel('启用', { exact: true }).uncheck()
    await button(page, '保存').click()
    await saved(page, 1)

    const [made] = await fences()
    expect(made).toMatchObject({
      name: '湖滨夜间徘徊',
      enabled: false,
      detect: ['loiter'],
      loiter: { seconds: 1200, entries: 3, window: 3600 },
      severity: 'major',
      zones: [{ name: '湖滨东岸', geometry: { type: 'Polygon' } }],
    })
    const [zone] = made!.zones
    expect((zone as { geometry: { coordinates: number[][][] } }).geometry.coordinates[0]).toHaveLength(5)
    await until('the address has it', () => page.url().includes(`fence=${made!.id}`))

    await button(page, '返回围栏列表').click()
    const state = page.getByLabel('湖滨夜间徘徊的状态')
    await state.selectOption({ label: '启用' })
    await until('it is on', async () => (await fence(made!.id)).body.enabled)
    await until('the list says so', () => page.locator(`[data-fence="${made!.id}"]`).getByText('第 2 版').isVisible())
    await state.selectOption({ label: '试运行' })
    await until('it is a dry run', async () => (await fence(made!.id)).body.dryRun)
    expect(stage.viewer.complaints).toEqual([])
  })

  it('take zones from layers, ask only what is needed, and tell what the server warns of', async () => {
    const page = await open(`${HERE}&fence=new`)
    await page
      .locator('.fences')
      .getByRole('button', { name: /^空白围栏/ })
      .press('Enter')
    await page.getByLabel('名称', { exact: true }).fill('无人区')
    expect(await page.getByLabel('多久无人到达').count()).toBe(0)
    await button(page, '无人到达').press('Enter')
    await until('it asks for how long', () => page.getByLabel('多久无人到达', { exact: true }).isVisible())
    await page.getByText('从图层选择').click()
    await page.getByLabel('按名称查找').fill('湖滨')
    await button(page, '湖滨巡逻区').press('Enter')
    await page.getByLabel('符合条件的全部（CQL2）').fill("kind = 'none'")
    await button(page, '加入全部').press('Enter')
    await until('both are listed', async () => (await page.locator('.fences').getByRole('button', { name: /^移除/ }).count()) === 2)
    await button(page, '按时段').press('Enter')
    await button(page, '保存').press('Enter')
    await saved(page, 1)
    await until('it warns', () => page.getByText('目前没有符合条件的区域').isVisible())
    const made = (await fences()).find(({ name }) => name === '无人区')!
    expect(made).toMatchObject({
      detect: ['absent'],
      absent: { seconds: 7200 },
      zones: [
        { layer: 'zone', id: 'z1' },
        { layer: 'zone', filter: "kind = 'none'" },
      ],
      schedule: { timeZone: 'Asia/Shanghai', weekly: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' }] },
    })
    expect(Object.keys(made)).not.toContain('loiter')
  })

  it('say why they are refused', async () => {
    const { id } = await addFence(stage.app, { name: '被拒', zones: [{ layer: 'zone', id: 'z1' }] })
    const page = await open(`${HERE}&fence=${id}`)
    await page.getByText('从图层选择').click()
    await page.getByLabel('符合条件的全部（CQL2）').fill('kind ==')
    await button(page, '加入全部').click()
    await button(page, '保存').click()
    await until('it says so', async () => (await page.locator('.editor footer').getByRole('alert').textContent())!.includes('bad-filter'))
    expect((await fence(id)).body.version).toBe(1)
  })

  it('that somebody else changed are not overwritten: theirs can be loaded', async () => {
    const { id } = await addFence(stage.app, { name: '两人改', zones: [{ layer: 'zone', id: 'z1' }] })
    const page = await open(`${HERE}&fence=${id}`)
    await page.getByLabel('名称', { exact: true }).fill('我的')
    const { body, headers } = await fence(id)
    await ask(stage.app, 'PUT', `/fences/${id}`, { headers: { 'if-match': headers.get('etag')! }, body: { ...body, name: '他人的' } })
    await button(page, '保存').click()
    await until('it says so', () => page.getByText('他人已修改此围栏').isVisible())
    expect((await fence(id)).body.name).toBe('他人的')
    await button(page, '载入他人的版本').click()
    await until('theirs is shown', async () => (await page.getByLabel('名称', { exact: true }).inputValue()) === '他人的')
    await page.getByLabel('名称', { exact: true }).fill('我们的')
    await button(page, '保存').click()
    await saved(page, 3)
    await page.getByText('历史版本').click()
    await until('its versions are listed', async () => (await page.locator('.versions li').count()) === 3)
  })

  it('are removed after a question', async () => {
    const { id } = await addFence(stage.app, { name: '多余', zones: [{ layer: 'zone', id: 'z1' }] })
    const page = await open(`${HERE}&fence=${id}`)
    await button(page, '删除').click()
    await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
    await until('it is gone', async () => (await fence(id)).status === 404)
    await until(
      'the list is shown without it',
      async () => (await page.locator('[data-fence]').count()) > 0 && (await page.locator(`[data-fence="${id}"]`).count()) === 0,
    )
  })

  it.each(['light', 'dark'])('have nothing axe would complain about (%s)', async scheme => {
    const { id } = await addFence(stage.app, {
      name: `查${scheme}`,
      zones: [{ layer: 'zone', id: 'z1' }],
      detect: ['loiter', 'speed', 'cross'],
      loiter: { seconds: 60, window: 600 },
      speed: { above: 5 },
      schedule: { weekly: [{ days: [1], from: '08:00', to: '09:00' }] },
      objects: { ids: ['a'] },
    })
    const page = await open(`16/${LAT}/${LON}&panel=fences&lang=zh-CN&scheme=${scheme}`)
    await until('they are listed', () => page.locator(`[data-fence="${id}"]`).isVisible())
    expect(await axeFindings(page)).toEqual([])
    await page.locator(`[data-fence="${id}"]`).getByRole('button').click()
    await page.getByText('从图层选择').click()
    await page.getByText('判定细节').click()
    await until('it is open', () => page.getByLabel('按名称查找').isVisible())
    expect(await axeFindings(page)).toEqual([])
  })
})
