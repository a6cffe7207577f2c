import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type RunningApp, type StartOptions, startApp } from '../support/app.ts'
import { openBrowser } from '../support/browser.ts'
import { openViewer, type Viewer } from './page.ts'
import { LAT, LON, settle } from './town.ts'

/** Where most tests look: the middle of the town, in Chinese and light. */
export const HERE = `16/${LAT}/${LON}&lang=zh-CN&scheme=light`

export interface Stage {
  readonly app: RunningApp
  /** The page that `open` opened last; it is gone after its test. */
  readonly viewer: Viewer
  /** Opens the viewer at a hash (without #) and waits until it is drawn. */
  readonly open: (hash: string, more?: BrowserContextOptions) => Promise<Page>
}

/** The small town on a running app and a browser, for all tests of a file; each test has pages of its own. */
export function setStage(options: StartOptions = {}): Stage {
  let app: RunningApp | undefined
  let browser: Browser | undefined
  let viewer: Viewer | undefined
  beforeAll(async () => {
    app = await startApp(options)
    await settle(app)
    browser = await openBrowser()
  })
  afterEach(async () => {
    await viewer?.context.close()
    viewer = undefined
  })
  afterAll(async () => {
    await browser?.close()
    await app?.close()
  })
  return {
    get app() {
      return app!
    },
    get viewer() {
      return viewer!
    },
    open: async (hash, more) => {
      await viewer?.context.close()
      viewer = await openViewer(browser!, app!.url, hash, more)
      await viewer.idle()
      return viewer.page
    },
  }
}
