import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { freePort } from './port.ts'
import type { TestStore } from './stores.ts'
import { until } from './until.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The real `main.ts` in a process of its own. */
export interface ServerProcess {
  readonly url: string
  readonly port: number
  readonly pid: number
  /** Everything it wrote so far, both streams. */
  output(): string
  /** Resolves when it has ended. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** Sends the signal and waits for the end. */
  end(signal: NodeJS.Signals): Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

export interface SpawnOptions {
  /** A port to come back on after a restart; by default one that is free. */
  readonly port?: number
  readonly city?: 'none' | 'S' | 'M' | 'L'
  readonly env?: Readonly<Record<string, string>>
}

const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts the process and does not wait for anything. */
export async function launchServer(store: Pick<TestStore, 'dataDir' | 'databaseUrl'>, options: SpawnOptions = {}): Promise<ServerProcess> {
  const port = options.port ?? (await freePort())
  const { DATABASE_URL: _, ...inherited } = process.env
  const child = spawn(process.execPath, ['--import', 'tsx', 'tiles-server/src/main.ts'], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...inherited,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      ZONGTU_DATA: store.dataDir,
      ZONGTU_CITY: options.city ?? 'none',
      ...(store.databaseUrl ? { DATABASE_URL: store.databaseUrl } : {}),
      ...options.env,
    },
  })
  running.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-100_000)
    })
  }
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>(resolve => {
    child.once('exit', (code, signal) => {
      running.delete(child)
      resolve({ code, signal })
    })
  })
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    pid: child.pid!,
    output: () => output,
    ended,
    end: signal => {
      child.kill(signal)
      return ended
    },
  }
}

/** Starts the process and waits until it is ready to answer. Fails with its output when it ends before. */
export async function spawnServer(
  store: Pick<TestStore, 'dataDir' | 'databaseUrl'>,
  options: SpawnOptions & { readonly within?: number } = {},
): Promise<ServerProcess> {
  const server = await launchServer(store, options)
  const failed = server.ended.then(({ code, signal }) => {
    throw new Error(`the server ended (${code ?? signal}) before it was ready:\n${server.output()}`)
  })
  const ready = until('GET /readyz answers 200', async () => (await fetch(`${server.url}/readyz`)).ok, options.within ?? 120_000)
  try {
    await Promise.race([ready, failed])
  } catch (error) {
    ready.catch(() => undefined)
    await server.end('SIGKILL')
    throw new Error(`${String(error)}\n${server.output()}`, { cause: error })
  }
  failed.catch(() => undefined)
  return server
}
