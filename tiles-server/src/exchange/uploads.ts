import { randomBytes } from 'node:crypto'
import { type Clock, ZongtuError } from '../kernel/index.ts'
import { badImport } from './shown.ts'
import { receiveUpload, type Upload } from './upload-file.ts'

export interface Uploads {
  /** Takes a body in. Throws too-large, bad-import (it ended early), store-unavailable (the disk is full). */
  receive(body: AsyncIterable<Uint8Array>, name: string, limit: number): Promise<Upload>
  /** Keeps an upload for inspection and import until ten minutes after its last use, eight at a time (the oldest goes); answers its token. */
  hold(upload: Upload): Promise<string>
  /** The held upload for one use; `dispose` ends the use, not the upload. Throws bad-import for an unknown or expired token. */
  use(token: string): Upload
  /** Forgets a held upload; its file goes with its last use. Throws not-found. */
  drop(token: string): Promise<void>
  close(): Promise<void>
}

const HELD = 8
const HELD_FOR = 10 * 60_000

interface Held {
  readonly upload: Upload
  until: number
  users: number
}

export function createUploads(clock: Clock): Uploads {
  const held = new Map<string, Held>()
  async function remove(token: string, entry: Held): Promise<void> {
    held.delete(token)
    if (entry.users === 0) await entry.upload.dispose()
  }
  async function dropExpired(): Promise<void> {
    for (const [token, entry] of held) {
      if (entry.users === 0 && (entry.until <= clock.now() || held.size > HELD)) await remove(token, entry)
    }
  }
  function use(token: string): Upload {
    const entry = held.get(token)
    if (entry === undefined || (entry.until <= clock.now() && entry.users === 0)) {
      if (entry !== undefined) void remove(token, entry)
      throw badImport('there is no such upload, or it was not used for ten minutes; upload the file again', { rule: 'upload' })
    }
    entry.users++
    // Moved to the end: the first is the one that was not used for the longest time.
    held.delete(token)
    held.set(token, entry)
    let ended = false
    const dispose = async (): Promise<void> => {
      if (ended) return
      ended = true
      entry.users--
      entry.until = clock.now() + HELD_FOR
      if (held.get(token) !== entry && entry.users === 0) await entry.upload.dispose()
    }
    return { ...entry.upload, dispose }
  }
  return {
    receive: receiveUpload,
    async hold(upload) {
      const token = randomBytes(18).toString('base64url')
      held.set(token, { upload, until: clock.now() + HELD_FOR, users: 0 })
      await dropExpired()
      return token
    },
    use,
    async drop(token) {
      const entry = held.get(token)
      if (entry === undefined) throw new ZongtuError('not-found', 'there is no such upload')
      await remove(token, entry)
    },
    async close() {
      for (const [token, entry] of held) await remove(token, entry)
    },
  }
}
