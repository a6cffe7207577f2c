import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZongtuError } from '../../kernel/index.ts'
import type { Source } from '../types.ts'

/** A source as a file with a path, in a private folder of its own. */
export interface Spool {
  readonly path: string
  /** For what is unpacked; empty. */
  readonly folder: string
  /** Removes all of it. */
  dispose(): Promise<void>
}

/** Copies a source to the system's temporary folder. Throws store-unavailable when the disk is full. */
export async function spool(source: Source): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'zongtu-read-'))
  const dispose = (): Promise<void> => rm(folder, { recursive: true, force: true, maxRetries: 3 })
  const path = join(folder, 'source')
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const part of source.open()) await file.writeFile(part)
    } finally {
      await file.close()
    }
    return { path, folder, dispose }
  } catch (error) {
    await dispose()
    const code = (error as { code?: unknown }).code
    if (code === 'ENOSPC' || code === 'EDQUOT') throw new ZongtuError('store-unavailable', 'the disk of the server is full')
    throw error
  }
}
