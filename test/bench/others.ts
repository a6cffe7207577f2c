import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Whether a program is on the PATH. */
export const isInstalled = (name: string): boolean =>
  (process.env.PATH ?? '').split(delimiter).some(folder => folder !== '' && existsSync(join(folder, name)))

/** A row for a server that could not be compared. */
export const notRun = (name: string, why = 'not on the PATH') => ({ what: `${name}: not run (${why})` })
