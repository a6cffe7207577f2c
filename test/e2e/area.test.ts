import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import type { Feature, FeatureCollection, LineString, Point, Position } from 'geojson'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { type Client, createClient } from '../support/client.ts'
import { until } from '../support/until.ts'
import { axeFindings } from './page.ts'
import { HERE, setStage } from './stage.ts'
import { incident, LAT, LON, metresBetween } from './town.ts'

const stage = setStage()
let client: Client

const { open } = stage
const group = (page: Page, name: string) => page.locator('.area').getByRole('region', { name, exact: true })
const named = async (page: Page, name: string): Promise<string[]> =>
  (await group(page, name).getByRole('listitem').locator('.name').allInnerTexts()).map(text => text.trim())
const part = (page: Page, name: string): string | undefined =>
  new URL(page.url()).hash
    .slice(1)
    .split('&')
    .find(pair => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)
/** The shape in the address: its kind, its positions as [lon, lat], its metres. */
async function shape(page: Page): Promise<{ kind: string; positions: Position[]; metres: number }> {
  const text = await until('the shape is in the address', () => part(page, 'area'))
  const [kind, positions, metres] = text.split('/')
  return { kind: kind!, positions: positions!.split(';').map(at => at.split(',').map(Number).reverse()), metres: Number(metres) }
}
async function answered(page: Page, layer: string): Promise<void> {
  await until(`${layer} is answered`, () => page.locator(`.area [data-layer=${layer}]`).isVisible())
}
const incidents = async () => (await client.all('incident')) as (Feature<Point> & { id: string })[]
const titles = (features: readonly { id: string }[]): string[] => features.map(({ id }) => `事件${id}`)

/** Even-odd by a ray to the east: shares nothing with the server. */
function isInside([x, y]: Position, ring: readonly Position[]): boolean {
  let inside = false
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length]!
    if (ay! > y! !== by! > y! && x! < ax! + ((y! - ay!) / (by! - ay!)) * (bx! - ax!)) inside = !inside
  })
  return inside
}
/** Metres from a place to a line, by trying places along it, one a decimetre or so. */
function metresToLine(at: Position, line: readonly Position[]): number {
  let best = Number.POSITIVE_INFINITY
  line.slice(1).forEach((to, i) => {
    const from = line[i]!
    for (let k = 0; k <= 5000; k++) {
      const place = [0, 1].map(axis => from[axis]! + ((to[axis]! - from[axis]!) * k) / 5000)
      best = Math.min(best, metresBetween(at, place))
    }
  })
  return best
}

beforeAll(() => {
  client = createClient(stage.app.url)
})

describe('an area query', () => {
  it('圈选: draws a polygon, lists what lies in it, and an edit asks again', async () => {
    const page = await open(HERE)
    await page.getByRole('button', { name: '在地图上画圈选' }).click()
    await until('the tool is in hand', () => page.locator('.maplibregl-canvas').evaluate(canvas => canvas.style.cursor === 'crosshair'))
    for (const [x, y] of [
      [560, 460],
      [800, 460],
      [800, 220],
    ] as const) {
      await page.mouse.move(x, y)
      await page.mouse.click(x, y)
    }
    await page.mouse.move(560, 220)
    await until('it is measured meanwhile', () => page.locator('.draw output').isVisible())
    expect(await page.locator('.draw output').textContent()).toMatch(/周长 .* 面积 /)
    await page.mouse.dblclick(560, 220)
    await answered(page, 'incident')

    const drawn = await shape(page)
    expect(drawn.kind).toBe('polygon')
    expect(drawn.positions).toHaveLength(4)
    const inside = (await incidents()).filter(({ geometry }) => isInside(geometry.coordinates, drawn.positions))
    expect(inside.length).toBeGreaterThan(2)
    expect((await named(page, '事件')).sort()).toEqual(titles(inside).sort())
    expect(await group(page, '事件').locator('.count').textContent()).toBe(`共 ${inside.length} 个`)

    // The corner at the top right is dragged out of the way.
    await page.mouse.move(800, 220)
    await page.mouse.down()
    await page.mouse.move(700, 300)
    await page.mouse.move(600, 440)
    await page.mouse.up()
    await until('the shape is another', async () => JSON.stringify((await shape(page)).positions) !== JSON.stringify(drawn.positions))
    const edited = await shape(page)
    const left = (await incidents()).filter(({ geometry }) => isInside(geometry.coordinates, edited.positions))
    expect(left.length).toBeLessThan(inside.length)
    await until('fewer are listed', async () => (await named(page, '事件')).sort().join() === titles(left).sort().join())
    expect(stage.viewer.complaints).toEqual([])
  })

  it('周边: draws a circle, lists by distance, and takes a typed radius', async () => {
    const page = await open(HERE)
    await page.getByRole('button', { name: '在地图上画周边' }).click()
    await until('the tool is in hand', () => page.locator('.maplibregl-canvas').evaluate(canvas => canvas.style.cursor === 'crosshair'))
    await page.mouse.move(650, 380)
    await page.mouse.click(650, 380)
    await page.mouse.move(700, 380)
    await page.mouse.move(750, 380)
    await until('the radius is told meanwhile', async () => /半径 \d+ 米/.test((await page.locator('.draw output').textContent())!))
    await page.mouse.click(750, 380)
    await answered(page, 'incident')
    const near = async (): Promise<string[]> => {
      const { positions, metres } = await shape(page)
      return titles(
        (await incidents())
          .map(({ id, geometry }) => ({ id, away: metresBetween(positions[0]!, geometry.coordinates) }))
          .filter(({ away }) => away <= metres)
          .sort((a, b) => a.away - b.away),
      )
    }
    expect(await named(page, '事件')).toEqual(await near())

    await page.getByLabel('半径（米）').fill('150')
    await page.getByLabel('半径（米）').press('Enter')
    await until('the address has it', async () => (await shape(page)).metres === 150)
    const want = await near()
    expect(want.length).toBeGreaterThan(1)
    await until('what is within is listed, the nearest first', async () => (await named(page, '事件')).join() === want.join())
  })

  it('沿线: draws a line, lists what is beside it; only what was asked for when it is narrowed', async () => {
    const page = await open(HERE)
    await page.getByRole('button', { name: '在地图上画沿线' }).click()
    await until('the tool is in hand', () => page.locator('.maplibregl-canvas').evaluate(canvas => canvas.style.cursor === 'crosshair'))
    for (const [x, y] of [
      [600, 430],
      [700, 330],
    ] as const) {
      await page.mouse.move(x, y)
      await page.mouse.click(x, y)
    }
    await page.mouse.move(800, 330)
    await page.mouse.click(800, 330)
    await page.keyboard.press('Enter')
    await answered(page, 'incident')
    const { kind, positions, metres } = await shape(page)
    expect([kind, metres]).toEqual(['line', 50])
    const beside = (await incidents())
      .map(feature => ({ ...feature, away: metresToLine(feature.geometry.coordinates, positions) }))
      .filter(({ away }) => away <= metres)
      .sort((a, b) => a.away - b.away)
    expect(beside.length).toBeGreaterThan(2)
    expect((await named(page, '事件')).sort()).toEqual(titles(beside).sort())

    await page.getByRole('button', { name: /^图层/ }).click()
    await page.getByRole('group', { name: '事件 状态' }).getByRole('button', { name: '待处置' }).click()
    const opened = titles(beside.filter(({ properties }) => properties!.status === 'open'))
    await until('only open ones are listed', async () => (await named(page, '事件')).sort().join() === [...opened].sort().join())
    await page.getByRole('checkbox', { name: '建筑' }).check()
    await answered(page, 'building')
    await until('all of it is in the address', () => part(page, 'is') === 'incident.status.open' && part(page, 'in')?.includes('building'))
    await page.reload()
    await answered(page, 'incident')
    expect((await named(page, '事件')).sort()).toEqual([...opened].sort())
    expect(await shape(page)).toEqual({ kind, positions, metres })
  })

  it('is asked without a pointer: with typed coordinates, and with what is selected', async () => {
    const page = await open(`${HERE}&sel=road/r1`)
    await until('the road is open', () => page.getByRole('heading', { name: '湖滨路' }).isVisible())
    await page.getByRole('button', { name: '在地图上画周边' }).press('Enter')
    await page.keyboard.press('Escape')
    await until('the tool is away', async () => !(await page.locator('.draw').isVisible()))
    await page.getByRole('button', { name: '输入坐标' }).press('Enter')
    await page.getByLabel('圆心（纬度, 经度）').fill('33.1; 113')
    await page.keyboard.press('Enter')
    expect(await page.locator('.area').getByRole('alert').textContent()).toContain('纬度, 经度')
    await page.getByRole('button', { name: '用地图中心' }).press('Enter')
    await page.getByRole('button', { name: '查询', exact: true }).press('Enter')
    expect(await shape(page)).toEqual({ kind: 'circle', positions: [[LON, LAT]], metres: 500 })

    await page.getByRole('button', { name: '用所选要素：湖滨路' }).press('Enter')
    await until('the road is asked about', () => part(page, 'area') === 'feature/50/road/r1')
    await answered(page, 'incident')
    const road = (await client.get('road', 'r1')).geometry as LineString
    const beside = (await incidents()).filter(({ geometry }) => metresToLine(geometry.coordinates, road.coordinates) <= 50)
    await until('what is beside it is listed', async () => (await named(page, '事件')).sort().join() === titles(beside).sort().join())
  })

  it('is exported as it is: GeoJSON and CSV with every result of every layer', async () => {
    const page = await open(`${HERE}&area=circle/${LAT},${LON}/300&in=incident,camera,zone`)
    for (const layer of ['incident', 'camera', 'zone']) await answered(page, layer)
    const listed = (await page.locator('.area').getByRole('listitem').locator('.name').allInnerTexts()).map(text => text.trim())
    await page.getByRole('button', { name: '导出结果' }).click()
    const save = async (format: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: format, exact: true }).click()])
      expect(download.suggestedFilename()).toMatch(new RegExp(`^区域查询-\\d{12}\\.${format.toLowerCase()}$`))
      return readFile(await download.path(), 'utf8')
    }
    const { features } = JSON.parse(await save('GeoJSON')) as FeatureCollection
    const nameOf = (values: Readonly<Record<string, unknown>>): unknown => values.title || values.name
    expect(features.map(({ properties }) => nameOf(properties!)).sort()).toEqual([...listed].sort())
    for (const { geometry, properties } of features) {
      if (geometry.type !== 'Point') continue
      expect(Math.abs(Number(properties!.distance_m) - metresBetween([LON, LAT], geometry.coordinates))).toBeLessThan(0.01)
    }
    const records = parse<Record<string, string>>(await save('CSV'), { bom: true, columns: true })
    expect(records.map(nameOf).sort()).toEqual([...listed].sort())
    expect(records.map(({ layer, id }) => `${layer}/${id}`)).toEqual(features.map(({ id, properties }) => `${properties!.layer}/${id}`))
  })

  it('joins list and map: pointing at one marks the other, a click opens the feature', async () => {
    const page = await open(`17/${LAT}/${LON}&area=circle/${LAT},${LON}/300&in=camera&lang=zh-CN&scheme=light`)
    await answered(page, 'camera')
    await stage.viewer.idle()
    const row = group(page, '视频点').getByRole('listitem').filter({ hasText: '视频点turns' })
    // 90 m north of the middle; the map draws 0.5 m a pixel here, and says so itself by the rows it marks.
    const scale = 78_271.517 * Math.cos((LAT * Math.PI) / 180) * 2 ** -17
    const [x, y] = [650, 380 - 90 / scale]
    await until('the row is marked', async () => {
      await page.mouse.move(x, y)
      await page.mouse.move(x + 1, y)
      return row.evaluate(element => element.classList.contains('pointed'))
    })
    await page.mouse.click(x, y)
    await until('its details are open', () => page.getByRole('heading', { name: '视频点turns' }).isVisible())
    await page.getByRole('button', { name: '返回查询结果' }).click()
    await row.getByRole('button').click()
    await until('its details are open again', () => page.getByRole('heading', { name: '视频点turns' }).isVisible())
  })

  it('follows what happens, and Escape puts away the tool first and then the query', async () => {
    const page = await open(`${HERE}&area=circle/${LAT},${LON}/100&in=incident`)
    await answered(page, 'incident')
    await until('the stream is live', () => page.locator('[data-connection=live]').isVisible())
    const { version } = await client.create('incident', incident('fresh', 5, 5))
    await until('it is listed first', async () => (await named(page, '事件'))[0] === '事件fresh')
    await client.remove('incident', 'fresh', version)
    await until('it is gone', async () => !(await named(page, '事件')).includes('事件fresh'))

    await page.getByRole('button', { name: '在地图上画圈选' }).click()
    await until('the tool is in hand', () => page.locator('.draw').isVisible())
    await page.keyboard.press('Escape')
    await until('it is away', async () => !(await page.locator('.draw').isVisible()))
    expect((await shape(page)).kind).toBe('circle')
    await page.keyboard.press('Escape')
    await until('the query is closed', async () => !(await page.locator('.area').isVisible()))
    await until('the address says so', () => part(page, 'area') === undefined)
  })

  it.each(['light', 'dark'])('has nothing axe would complain about (%s)', async scheme => {
    const page = await open(`16/${LAT}/${LON}&area=circle/${LAT},${LON}/300&lang=zh-CN&scheme=${scheme}`)
    await answered(page, 'incident')
    await page.getByRole('button', { name: /^图层/ }).click()
    await page.getByRole('button', { name: '输入坐标' }).click()
    await page.getByRole('button', { name: '周边', exact: true }).click()
    await until('the tool is in hand', () => page.locator('.draw').isVisible())
    expect(await axeFindings(page)).toEqual([])
  })
})
