import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Rows for servers that are compared where they are installed. */
export const notRun = (names: readonly string[]) =>
  names.map(name => {
    const found = (process.env.PATH ?? '').split(delimiter).some(folder => existsSync(join(folder, name)))
    return { what: `${name}: not run (${found ? 'it is on the PATH, but nothing drives it yet' : 'not on the PATH'})` }
  })
