// `npm test [-- vitest arguments]`: completes what tests need, runs every suite, ends with the line `N passed, N failed`.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { checkNode, ensurePackages } from './setup/packages.mjs'
import { ROOT, run, step } from './setup/run.mjs'
import { ensureSystem } from './setup/system.mjs'
import { buildViewer, viewerIsFresh } from './setup/viewer.mjs'

const RESULTS = join(ROOT, 'test', '.artifacts', 'results.json')

checkNode()
await ensurePackages({ dev: true })
await ensureSystem()
if (!viewerIsFresh()) {
  const done = step('building the viewer')
  const { code, output } = await buildViewer()
  if (code !== 0) {
    console.error(output)
    finish(0, 1)
  }
  done()
}

mkdirSync(join(ROOT, 'test', '.artifacts'), { recursive: true })
rmSync(RESULTS, { force: true })
const vitest = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS}`]
const code = await run(process.execPath, [vitest, 'run', ...reporters, ...process.argv.slice(2)])

if (!existsSync(RESULTS)) finish(0, 1)
const results = JSON.parse(readFileSync(RESULTS, 'utf8'))
// A file that cannot be loaded, or whose set-up fails, has no failed test in it and yet failed.
const broken = results.testResults.filter(file => file.status === 'failed' && file.assertionResults.every(test => test.status !== 'failed'))
const failed = results.numFailedTests + broken.length
finish(results.numPassedTests, failed === 0 && code !== 0 ? 1 : failed)

/** The last line counts what ran. No test at all is a failure. */
function finish(passed, failed) {
  console.log(`${passed} passed, ${failed} failed`)
  process.exit(failed > 0 || passed === 0 ? 1 : 0)
}
