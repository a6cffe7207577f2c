import pino from 'pino'
import pretty from 'pino-pretty'
import { createApp } from './app.ts'
import { configFromEnvironment } from './config.ts'
import { systemClock, ZongtuError } from './kernel/index.ts'

const TWICE_MS = 1_000

// Lines for people at a terminal, JSON for collectors.
const text = process.env.LOG_FORMAT ? process.env.LOG_FORMAT === 'text' : process.stdout.isTTY
const log = pino(
  { level: process.env.LOG_LEVEL ?? 'info' },
  text ? pretty({ sync: true, ignore: 'pid,hostname,step,url', translateTime: 'HH:MM:ss' }) : pino.destination({ sync: true }),
)

try {
  const app = await createApp(configFromEnvironment(process.env), log)
  log.info({ url: app.url }, `Zongtu serves ${app.url}`)
  let stoppingSince: number | null = null
  const stop = (signal: string): void => {
    // One Ctrl-C can arrive twice, from the terminal and passed on by npm; asked again later: the store survives a hard stop.
    if (stoppingSince !== null && systemClock.now() - stoppingSince > TWICE_MS) process.exit(130)
    if (stoppingSince !== null) return
    stoppingSince = systemClock.now()
    log.info(`${signal}: stopping`)
    app.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error(error)
        process.exit(1)
      },
    )
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
} catch (error) {
  // An expected refusal is one clear line; a defect shows its trace.
  if (error instanceof ZongtuError || (error instanceof Error && /^[A-Z_]+=/.test(error.message))) log.fatal(error.message)
  else log.fatal(error)
  process.exit(1)
}
