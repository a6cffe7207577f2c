import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** The browser the tests drive: CHROMIUM_PATH, else where Debian puts it. */
function chromiumPath(): string {
  const path = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
  if (!existsSync(path)) throw new Error(`no Chromium at ${path}: install it or set CHROMIUM_PATH`)
  return path
}

/** Opens Chromium without a window; WebGL runs in software. */
export const openBrowser = (flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      ...flags,
    ],
  })
