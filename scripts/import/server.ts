import pino from 'pino'
import { createApp } from '../../tiles-server/src/app.ts'
import type { Config } from '../../tiles-server/src/config.ts'
import { lockHolder } from '../../tiles-server/src/store/index.ts'

/** Where imports are sent. */
export interface ImportServer {
  readonly url: string
  readonly token?: string | undefined
  close(): Promise<void>
}

/**
 * The running server: the one that holds the data folder, else one that answers on HOST and PORT. When there is none, the store is opened here,
 * behind a port of its own on loopback, without the sample city.
 */
export async function openServer(config: Config, progress: (text: string) => void): Promise<ImportServer> {
  const { token } = config
  const found = await runningServer(config)
  if (found !== undefined) return { url: found, token, close: () => Promise.resolve() }
  progress('no server runs; opening the store')
  const app = await createApp({ ...config, host: '127.0.0.1', port: 0, city: 'none' }, pino({ level: 'silent' }))
  return { url: app.url, token, close: () => app.close() }
}

async function runningServer(config: Config): Promise<string | undefined> {
  const holder = lockHolder(config.dataDir)
  if (holder !== null) {
    if (holder.port !== null) return `http://127.0.0.1:${holder.port}`
    throw new Error(`process ${holder.pid} holds ${config.dataDir} and does not serve yet; try again when it does`)
  }
  // On the embedded store the folder's lock tells it all; a server on PORT would be another one's.
  if (config.databaseUrl === undefined || config.port === 0) return undefined
  const host = config.host.includes(':') ? `[${config.host}]` : config.host
  const url = `http://${host === '0.0.0.0' || host === '[::]' ? '127.0.0.1' : host}:${config.port}`
  const answers = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    response => response.ok,
    () => false,
  )
  return answers ? url : undefined
}
