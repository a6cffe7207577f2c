import axe from 'axe-core'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import { until } from '../support/until.ts'

/** A page of the viewer, and what went wrong in it. */
export interface Viewer {
  readonly page: Page
  readonly context: BrowserContext
  /** Console errors, uncaught errors and requests to other origins. */
  readonly complaints: string[]
  /** Waits until everything asked for is drawn. */
  idle(): Promise<void>
  /** The colour in the middle of the map, as [red, green, blue]. */
  middle(): Promise<number[]>
  /** Zoom, latitude, longitude from the address. */
  view(): number[]
}

const SIZE = { width: 1300, height: 760 }

/** Opens the viewer at a hash (without #) in a browser context of its own. */
export async function openViewer(browser: Browser, url: string, hash: string, more: BrowserContextOptions = {}): Promise<Viewer> {
  const context = await browser.newContext({ viewport: SIZE, reducedMotion: 'reduce', colorScheme: 'light', locale: 'zh-CN', ...more })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (message.type() === 'error') complaints.push(`console: ${message.text()}`)
  })
  page.on('pageerror', error => complaints.push(`uncaught: ${error.message}`))
  page.on('request', request => {
    const { origin, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && origin !== url) complaints.push(`off-origin: ${request.url()}`)
  })
  const decoder = await context.newPage()
  await page.goto(`${url}/#${hash}`)
  await page.bringToFront()
  return {
    page,
    context,
    complaints,
    idle: async () => {
      await page.waitForSelector('[data-state=idle]', { timeout: 90_000 })
    },
    middle: async () => {
      const clip = { x: SIZE.width / 2, y: SIZE.height / 2, width: 1, height: 1 }
      const png = (await page.screenshot({ clip })).toString('base64')
      return decoder.evaluate(async data => {
        const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${data}`)).blob())
        const brush = new OffscreenCanvas(1, 1).getContext('2d')!
        brush.drawImage(bitmap, 0, 0)
        return [...brush.getImageData(0, 0, 1, 1).data.slice(0, 3)]
      }, png)
    },
    view: () => new URL(page.url()).hash.slice(1).split('&')[0]!.split('/').map(Number),
  }
}

/** What axe finds wrong with the page, one line a rule. The page's policy refuses scripts that are not the server's: it comes in through the debugger. */
export async function axeFindings(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  return page.evaluate(async () => {
    const tool = (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }).axe
    return (await tool.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' | ')}`)
  })
}

/** Draws a zone in the fence editor with the polygon's tool, corner by corner (pixels of the window); the last one is double clicked. */
export async function drawZone(page: Page, corners: readonly (readonly [x: number, y: number])[]): Promise<void> {
  await page.getByRole('button', { name: '画多边形', exact: true }).click()
  await until('the tool is in hand', () => page.locator('.maplibregl-canvas').evaluate(canvas => canvas.style.cursor === 'crosshair'))
  for (const [i, [x, y]] of corners.entries()) {
    await page.mouse.move(x, y)
    await page.mouse[i === corners.length - 1 ? 'dblclick' : 'click'](x, y)
  }
  await until('the zone is listed', async () => (await page.getByLabel('区域名称').inputValue()) === '绘制区域 1')
}

/** The share of the window that panels lie over, each place counted once. */
export const coveredShare = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const boxes = [...document.querySelectorAll('.zt-panel')].map(panel => panel.getBoundingClientRect())
    const step = 4
    let covered = 0
    for (let x = 0; x < innerWidth; x += step) {
      for (let y = 0; y < innerHeight; y += step) {
        if (boxes.some(({ left, right, top, bottom }) => x >= left && x < right && y >= top && y < bottom)) covered++
      }
    }
    return (covered * step ** 2) / (innerWidth * innerHeight)
  })

/** Answers that the server has given and the page has not got. */
export interface Held {
  /** Resolves when the first answer is held. */
  readonly first: Promise<void>
  /** Lets go of all of them, and holds no more. */
  release(): void
}

/** Holds back the answers to requests for addresses like `pattern` (a glob of Playwright's, or a regular expression). Switches the browser's HTTP cache off. */
export async function holdBack(page: Page, pattern: string | RegExp): Promise<Held> {
  let arrived = (): void => {}
  let release = (): void => {}
  const first = new Promise<void>(resolve => {
    arrived = resolve
  })
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  // Never unrouted: what is held then would be asked for anew.
  await page.route(pattern, async route => {
    // A page that is closed meanwhile gets no answer any more, and its test has ended.
    const response = await route.fetch().catch(() => undefined)
    if (!response) return route.abort().catch(() => undefined)
    arrived()
    await released
    // The page may have thought better of it meanwhile.
    await route.fulfill({ response }).catch(() => undefined)
  })
  return { first, release }
}
