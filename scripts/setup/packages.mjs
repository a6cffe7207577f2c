import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { capture, fail, ROOT, step } from './run.mjs'

const OLDEST = [20, 19]

/** Ends with a clear message on a Node that is too old. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return
  fail(`Zongtu needs Node ${OLDEST.join('.')} or newer; this is ${process.versions.node}. See https://nodejs.org/`)
}

/** npm writes this file last: it tells what is installed, and when. */
const INSTALLED = join(ROOT, 'node_modules', '.package-lock.json')

function missing(withDev) {
  if (!existsSync(INSTALLED)) return 'no packages yet'
  if (statSync(INSTALLED).mtimeMs < statSync(join(ROOT, 'package-lock.json')).mtimeMs && !isInstalled(withDev))
    return 'package-lock.json is newer'
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  if (withDev && !existsSync(join(ROOT, 'node_modules', Object.keys(devDependencies)[0]))) return 'packages for development are missing'
  return null
}

/** A fresh checkout touches the lockfile without changing it. */
function isInstalled(withDev) {
  const packages = file => JSON.parse(readFileSync(file, 'utf8')).packages
  return sameVersions(packages(join(ROOT, 'package-lock.json')), packages(INSTALLED), withDev)
}

/**
 * Whether what a lockfile wants is installed, and nothing in another version. Both as npm writes them, by path. What is optional or a peer may be
 * absent: that depends on the platform and on the other packages.
 */
export function sameVersions(wanted, installed, withDev) {
  const isNeeded = ([path, { dev, optional, devOptional, peer }]) => path !== '' && !optional && !devOptional && !peer && (withDev || !dev)
  return (
    Object.entries(installed).every(([path, { version }]) => wanted[path]?.version === version) &&
    Object.entries(wanted)
      .filter(isNeeded)
      .every(([path]) => installed[path] !== undefined)
  )
}

/** Installs what the lockfile says when it is not there. `dev: false` leaves out what only tests and checks need, unless it is there already. */
export async function ensurePackages({ dev }) {
  const reason = missing(dev)
  if (!reason) return
  const done = step(`installing packages (${reason})`)
  const keepDev = dev || existsSync(join(ROOT, 'node_modules', 'vitest'))
  const { code, output } = await capture('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline', ...(keepDev ? [] : ['--omit=dev'])])
  if (code !== 0) fail(`npm ci failed:\n${output}`)
  done()
}
