import { createWriteStream } from 'node:fs'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZongtuError } from '../../kernel/index.ts'
import type { Store } from '../types.ts'
import type { BackupProgress, BackupSummary } from './format.ts'

export interface SpooledBackup extends BackupSummary {
  readonly path: string
  readonly bytes: number
  readonly dispose: () => Promise<void>
}

/** A backup in a temporary file of this process: whoever fetches it slowly holds no transaction open, and a failure is known before its first byte. */
export async function spoolBackup(store: Store, progress: BackupProgress, signal: AbortSignal): Promise<SpooledBackup> {
  const folder = await mkdtemp(join(tmpdir(), 'zongtu-backup-'))
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    const path = join(folder, 'backup')
    const summary = await store.backup(createWriteStream(path, { mode: 0o600 }), progress, signal)
    return { ...summary, path, bytes: (await stat(path)).size, dispose }
  } catch (error) {
    await dispose()
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    throw new ZongtuError('store-unavailable', `there is no space for the backup in ${tmpdir()}`)
  }
}
