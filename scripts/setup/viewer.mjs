import { join } from 'node:path'
import { isFresh } from './built.mjs'
import { capture, ROOT } from './run.mjs'

const PAGE = join(ROOT, 'web-map', 'dist', 'index.html')
/** What the page is made of: the viewer and the two rooms it may see. */
const SOURCES = ['web-map', 'tiles-server/src/contract', 'tiles-server/src/geo', 'package-lock.json']

export const viewerIsFresh = () => isFresh(PAGE, SOURCES)

/** Builds web-map/dist with Vite. Answers the exit code and what Vite said. */
export const buildViewer = () =>
  capture(process.execPath, [
    join(ROOT, 'node_modules/vite/bin/vite.js'),
    'build',
    '--config',
    'web-map/vite.config.ts',
    '--logLevel',
    'warn',
  ])
