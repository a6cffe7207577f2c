import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApp, startApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { axeFindings } from './page.ts'

let browser: Browser
let app: RunningApp
let context: BrowserContext | undefined
beforeAll(async () => {
  ;[browser, app] = await Promise.all([openBrowser(), startApp()])
})
afterEach(() => context?.close())
afterAll(async () => {
  await browser.close()
  await app.close()
})

async function open(hash: string, colorScheme: 'light' | 'dark', complaints: string[]): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1300, height: 760 }, colorScheme })
  const page = await context.newPage()
  page.on('console', message => complaints.push(message.text()))
  page.on('request', request => {
    if (new URL(request.url()).origin !== app.url) complaints.push(request.url())
  })
  await page.goto(`${app.url}/api/docs${hash}`)
  return page
}

describe('the page of the API', () => {
  it.each(['light', 'dark'] as const)('keeps to its server and its policy, and axe finds nothing (%s)', async scheme => {
    const complaints: string[] = []
    const page = await open('', scheme, complaints)
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true
    })
    expect(await axeFindings(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('opens what a link names', async () => {
    const page = await open('', 'light', [])
    await page.getByRole('navigation').getByRole('link', { name: '/nearest' }).click()
    await page.getByRole('link', { name: 'NearestRequest' }).click()
    await page.locator('#schema-NearestRequest').waitFor()
    expect(
      await page
        .locator('#schema-NearestRequest')
        .boundingBox()
        .then(box => box!.y),
    ).toBeLessThan(760)
    expect(new URL(page.url()).hash).toBe('#schema-NearestRequest')
  })
})
