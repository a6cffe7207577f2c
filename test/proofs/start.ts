import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createDatabase, startCluster } from '../support/cluster.ts'
import { freePort } from '../support/port.ts'
import type { StoreKind } from '../support/stores.ts'
import { until } from '../support/until.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface StartFigures {
  readonly store: StoreKind
  /** From `npm start` in a fresh clone (nothing installed, nothing built) to ready with the sample city. */
  readonly freshSeconds: number
  /** The page is there as well. */
  readonly freshPageSeconds: number
  readonly secondSeconds: number
  /** Exit code of Ctrl-C, as a terminal sends it to the whole process group. */
  readonly stopCode: number | null
}

/** Clones what is committed into an empty folder and starts it there twice. */
export async function proveStart(kind: StoreKind, progress: (line: string) => void): Promise<StartFigures> {
  const clone = await mkdtemp(join(tmpdir(), 'zongtu-clone-'))
  const cluster = kind === 'postgis' ? await startCluster({ durable: true }) : undefined
  try {
    await finished('git', ['clone', '--quiet', ROOT, clone])
    const databaseUrl = cluster && (await createDatabase(cluster.url))
    const fresh = await start(clone, databaseUrl, progress)
    const second = await start(clone, databaseUrl, progress)
    return { store: kind, freshSeconds: fresh.ready, freshPageSeconds: fresh.page, secondSeconds: second.ready, stopCode: second.stopCode }
  } finally {
    await cluster?.remove()
    await rm(clone, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function finished(command: string, args: readonly string[]): Promise<void> {
  const [code] = (await once(spawn(command, args, { stdio: 'inherit' }), 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
}

async function start(folder: string, databaseUrl: string | undefined, progress: (line: string) => void) {
  const port = await freePort()
  const from = performance.now()
  const seconds = () => Math.round((performance.now() - from) / 100) / 10
  const { DATABASE_URL: _, ZONGTU_DATA: __, ZONGTU_CITY: ___, ...inherited } = process.env
  const env = { ...inherited, PORT: String(port), ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}) }
  // A process group of its own, so that Ctrl-C can be sent as a terminal does.
  const child = spawn('npm', ['start'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => progress(text.trimEnd()))
  const exit = once(child, 'exit') as Promise<[number | null]>
  try {
    const failed = exit.then(([code]) => Promise.reject(new Error(`npm start ended with ${code} before it was ready`)))
    const answer = until('the server is ready', async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok, 600_000)
    await Promise.race([answer, failed])
    failed.catch(() => undefined)
    const ready = seconds()
    await until('the page is there', async () => (await fetch(`http://127.0.0.1:${port}/`)).ok, 120_000)
    const page = seconds()
    process.kill(-child.pid!, 'SIGINT')
    const [stopCode] = await exit
    return { ready, page, stopCode }
  } finally {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL')
  }
}
