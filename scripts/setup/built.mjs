import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './run.mjs'

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  const inside = readdirSync(path).filter(name => name !== 'dist' && name !== 'node_modules')
  return Math.max(0, ...inside.map(name => newest(join(path, name))))
}

/** Whether a built file is at least as new as every file it is made of. Sources are files and folders, relative to the project. */
export const isFresh = (built, sources) =>
  existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources.map(path => newest(join(ROOT, path))))
