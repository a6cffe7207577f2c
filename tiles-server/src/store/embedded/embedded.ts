import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type FolderLock, takeLock } from './lock.ts'

export interface EmbeddedStore {
  /** Connection settings for the `pg` client. */
  readonly connection: { readonly host: string; readonly port: number; readonly user: string; readonly database: string }
  readonly lock: FolderLock
  stop(): Promise<void>
}

/** Opens or creates PGlite in `dataDir/store`. Throws store-locked when another process has the folder. */
export async function startEmbedded(dataDir: string): Promise<EmbeddedStore> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = takeLock(dataDir)
  const socket = await socketPlace()
  try {
    const worker = new Worker(new URL('./worker.mjs', import.meta.url), {
      workerData: { dataDir: join(dataDir, 'store'), listen: socket.listen },
    })
    await answer(worker, 'ready')
    let stopping = false
    // Without its thread the store is gone: end at once and loudly, what was acknowledged is on disk.
    worker.once('exit', code => {
      if (stopping) return
      console.error(`the embedded store's thread ended with code ${code}; stopping`)
      process.exit(1)
    })
    return {
      connection: { host: socket.host, port: socket.port, user: 'postgres', database: 'postgres' },
      lock,
      stop: async () => {
        stopping = true
        const stopped = answer(worker, 'stopped')
        worker.postMessage('stop')
        await stopped
        await worker.terminate()
        socket.remove()
        lock.release()
      },
    }
  } catch (error) {
    socket.remove()
    lock.release()
    throw error
  }
}

function answer(worker: Worker, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on('message', message => {
      if (message === word) resolve()
    })
    worker.once('error', reject)
    worker.once('exit', code => reject(new Error(`the embedded store's thread ended with code ${code}`)))
  })
}

interface SocketPlace {
  readonly host: string
  readonly port: number
  readonly listen: Record<string, unknown>
  remove(): void
}

/** A unix socket in a short private folder (its path may have 107 bytes); loopback TCP where there are none. */
async function socketPlace(): Promise<SocketPlace> {
  if (process.platform === 'win32') {
    const port = await freePort()
    return { host: '127.0.0.1', port, listen: { host: '127.0.0.1', port }, remove: () => {} }
  }
  const base = tmpdir().length < 60 ? tmpdir() : '/tmp'
  const folder = mkdtempSync(join(base, 'zongtu-'))
  return {
    host: folder,
    port: 5432,
    listen: { path: join(folder, '.s.PGSQL.5432') },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
