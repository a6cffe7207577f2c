// `npm run backup -- FILE`: the whole store in one file.
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { type Config, configFromEnvironment } from '../tiles-server/src/config.ts'
import { backupStore, lockHolder, verifyBackup } from '../tiles-server/src/store/index.ts'
import { endLine, progress, runCommand, UsageError } from './backup/command.ts'
import { fetchBackup } from './backup/fetch.ts'

const USAGE = `npm run backup -- FILE

Writes the whole store to FILE, as it is at one moment: units, layers, datasets, their versions and the change log. FILE appears when it is
complete and checked; one of that name is replaced then. npm run restore -- FILE brings it into either store.

With DATABASE_URL the database is read directly, beside running servers. The embedded store (in ZONGTU_DATA) is read through its running server,
whose writes wait meanwhile, or directly when none runs; ZONGTU_TOKEN is sent when set.
Exit codes: 0 done, 1 failed or cancelled, 2 wrong usage.`

function readFile(): string {
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } })
    if (values.help === true || positionals.length === 1) return values.help === true ? '' : positionals[0]!
    throw new Error(positionals.length === 0 ? 'FILE is missing' : `one FILE is expected, not also ${positionals.slice(1).join(' ')}`)
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function write(config: Config, part: string, signal: AbortSignal): Promise<void> {
  const holder = config.databaseUrl === undefined ? lockHolder(config.dataDir) : null
  if (holder === null) {
    await backupStore(config, createWriteStream(part, { mode: 0o600 }), progress, signal)
    return
  }
  if (holder.port === null) throw new Error(`process ${holder.pid} holds ${config.dataDir} and does not serve yet; try again when it does`)
  progress('the running server makes the backup')
  await fetchBackup(`http://127.0.0.1:${holder.port}`, config.token, part, signal)
}

await runCommand('backup', USAGE, async signal => {
  const file = readFile()
  if (file === '') return USAGE
  const part = `${file}.part`
  try {
    await write(configFromEnvironment(process.env), part, signal)
    progress('checking the file')
    const { header, rows } = await verifyBackup(part, signal)
    const handle = await open(part)
    await handle.sync()
    const { size } = await handle.stat()
    await handle.close()
    await rename(part, file)
    endLine()
    return `${file}: ${rows} rows as of change ${header.seq}, ${size} bytes (${header.store}, schema ${header.migrations.at(-1)})`
  } finally {
    await rm(part, { force: true })
  }
})
