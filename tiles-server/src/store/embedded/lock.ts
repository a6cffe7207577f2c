import { linkSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { ZongtuError } from '../../kernel/index.ts'

/** Who holds the embedded store's folder. PGlite takes no lock of its own and a second process destroys the data. */
export interface LockHolder {
  readonly pid: number
  /** Start time of the process in clock ticks since boot where the system tells it (Linux), against reuse of process ids. */
  readonly started: string | null
  /** Process ids mean something on one host (or in one container) only. */
  readonly host: string
  /** HTTP port the holder serves on; null until it listens or when it does not. */
  readonly port: number | null
}

export interface FolderLock {
  /** Tells other commands where the running server listens. */
  announce(port: number): void
  release(): void
}

const TAKEOVER_MS = 10_000
const PAUSE_MS = 50
const lockPath = (dataDir: string): string => join(dataDir, 'lock.json')

/** The live process that holds the folder, or null. A lock left by a dead process does not count. Throws store-locked when that cannot be told. */
export function lockHolder(dataDir: string): LockHolder | null {
  const holder = readLock(lockPath(dataDir))
  return holder !== null && isRunning(holder, dataDir) ? holder : null
}

/** Takes the folder for this process. Throws store-locked naming the holder. */
export function takeLock(dataDir: string): FolderLock {
  const path = lockPath(dataDir)
  const mine: LockHolder = { pid: process.pid, started: startTime(process.pid), host: hostname(), port: null }
  const deadline = Date.now() + 2 * TAKEOVER_MS
  while (!create(path, mine)) {
    const holder = lockHolder(dataDir)
    if (holder !== null) throw inUse(dataDir, holder)
    if (Date.now() > deadline) throw new ZongtuError('store-locked', `the lock ${path} keeps changing hands`)
    discardStale(path, dataDir)
  }
  return {
    announce: port => replace(path, { ...mine, port }),
    release: () => {
      const holder = readLock(path)
      if (holder?.pid === mine.pid && holder.started === mine.started && holder.host === mine.host) rmSync(path, { force: true })
    },
  }
}

function inUse(dataDir: string, holder: LockHolder): ZongtuError {
  const where = holder.port === null ? '' : ` and serves http://127.0.0.1:${holder.port}`
  return new ZongtuError(
    'store-locked',
    `the embedded store in ${dataDir} is in use by process ${holder.pid}${where}; stop it, use another ZONGTU_DATA, or set DATABASE_URL`,
  )
}

/** Makes the lock appear with its whole content in one step; false when there is one already. */
function create(path: string, holder: LockHolder): boolean {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

function replace(path: string, holder: LockHolder): void {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 })
  renameSync(draft, path)
}

/** Removes a dead process's lock. Of several processes that judged it dead one gets here at a time, and judges again. */
function discardStale(path: string, dataDir: string): void {
  const turn = `${path}.takeover`
  try {
    mkdirSync(turn)
  } catch {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
    dropAbandonedTurn(turn)
    return
  }
  try {
    if (lockHolder(dataDir) === null) rmSync(path, { force: true })
  } finally {
    rmdirSync(turn)
  }
}

function dropAbandonedTurn(turn: string): void {
  try {
    if (Date.now() - statSync(turn).mtimeMs > TAKEOVER_MS) rmdirSync(turn)
  } catch {
    return // its owner was quicker
  }
}

function readLock(path: string): LockHolder | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    return JSON.parse(text) as LockHolder
  } catch {
    throw new ZongtuError('store-locked', `the lock ${path} cannot be read; if no Zongtu uses the folder, delete that file`)
  }
}

function isRunning(holder: LockHolder, dataDir: string): boolean {
  if (holder.host !== hostname()) {
    throw new ZongtuError(
      'store-locked',
      `the embedded store in ${dataDir} was opened by process ${holder.pid} on host ${holder.host}; if that one has ended, delete ${lockPath(dataDir)}`,
    )
  }
  if (holder.pid === process.pid) return holder.started === startTime(process.pid) && holder.started !== null
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const started = startTime(holder.pid)
  return holder.started === null || started === null || started === holder.started
}

function startTime(pid: number): string | null {
  try {
    // Field 22 of /proc/PID/stat (man 5 proc); the command name in parentheses may contain spaces.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}
