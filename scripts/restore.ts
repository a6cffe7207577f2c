// `npm run restore -- FILE`: a store from the file of a backup.
import { parseArgs } from 'node:util'
import { configFromEnvironment } from '../tiles-server/src/config.ts'
import { restoreStore } from '../tiles-server/src/store/index.ts'
import { endLine, progress, runCommand, UsageError } from './backup/command.ts'

const USAGE = `npm run restore -- FILE [--replace]

Makes the store what FILE says: the database of DATABASE_URL, else the embedded store in ZONGTU_DATA. All of it or, when FILE is damaged or the
command is cancelled, nothing. Servers of that store must be stopped. The store may be of the other kind than the one the backup is from.

  --replace   give up what is in the store; without it only an empty one is filled
Exit codes: 0 done, 1 failed or cancelled, 2 wrong usage.`

function readArguments(): { file: string; replace: boolean; help: boolean } {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { help: { type: 'boolean' }, replace: { type: 'boolean' } },
    })
    const [file, ...more] = positionals
    const { help = false, replace = false } = values
    if (!help && (file === undefined || more.length > 0))
      throw new Error(file === undefined ? 'FILE is missing' : `one FILE is expected, not also ${more.join(' ')}`)
    return { file: file ?? '', replace, help }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

await runCommand('restore', USAGE, async signal => {
  const { file, replace, help } = readArguments()
  if (help) return USAGE
  const config = configFromEnvironment(process.env)
  const { header, rows } = await restoreStore(config, file, { replace }, progress, signal)
  endLine()
  const where = config.databaseUrl === undefined ? `the embedded store in ${config.dataDir}` : 'the database'
  return `${where} has ${rows} rows of ${file}, as of change ${header.seq} of ${header.created}`
})
