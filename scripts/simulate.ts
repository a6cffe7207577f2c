// `npm run simulate`: drives patrols, detections and incidents in the city of the running server.
import { parseArgs } from 'node:util'
import { Refusal } from './simulate/api.ts'
import { simulate } from './simulate/simulation.ts'

const USAGE = `npm run simulate -- [options]

  --url URL         the running server; by default http://127.0.0.1:PORT, PORT from the environment or 8080
  --objects N       how many patrols report; by default those the city has
  --detections N    tracks of video analytics before cameras at a time (20)
  --incidents N     incidents open at a time, 0 for none (5); they come up by the roadside, are assigned and closed
  --rate SECONDS    between two positions of an object (1)
  --noise METRES    deviation of satellite positions (5)
  --duration S      simulated seconds; without it until Ctrl-C
  --speed-up X      times as fast as the clock (1); needs --duration, and begins so long ago that it ends now
  --seed N          other numbers make other ways (1)

ZONGTU_TOKEN is sent when set. Exit codes: 0 done, 1 no server or refused, 2 wrong usage.`

class UsageError extends Error {}

function readArguments() {
  try {
    const { values } = parseArgs({
      options: {
        url: { type: 'string' },
        objects: { type: 'string' },
        detections: { type: 'string', default: '20' },
        incidents: { type: 'string', default: '5' },
        rate: { type: 'string', default: '1' },
        noise: { type: 'string', default: '5' },
        duration: { type: 'string' },
        'speed-up': { type: 'string', default: '1' },
        seed: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function number(name: string, text: string, least: number, most: number, isWhole = false): number {
  const value = Number(text)
  if (text.trim() !== '' && value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value
  throw new UsageError(`--${name} ${text}: a ${isWhole ? 'whole ' : ''}number from ${least} to ${most} is expected`)
}

async function main(): Promise<number> {
  const values = readArguments()
  if (values.help) {
    console.log(USAGE)
    return 0
  }
  const speedUp = number('speed-up', values['speed-up'], 1, 1_000)
  const duration = values.duration === undefined ? undefined : number('duration', values.duration, 1, 1e7)
  if (speedUp > 1 && duration === undefined) throw new UsageError('--speed-up needs --duration: the simulated time ends now')
  const url = values.url ?? `http://127.0.0.1:${process.env.PORT || 8080}`
  if (!URL.canParse(url)) throw new UsageError(`--url ${url}: an address such as http://127.0.0.1:8080 is expected`)
  const stopping = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort())
  const tell = (line: string): void => console.log(`${new Date().toLocaleTimeString('en-GB')} ${line}`)
  const totals = await simulate({
    ...{ url, token: process.env.ZONGTU_TOKEN || undefined, speedUp, duration, signal: stopping.signal, tell },
    objects: values.objects === undefined ? undefined : number('objects', values.objects, 0, 100_000, true),
    detections: number('detections', values.detections, 0, 10_000, true),
    incidents: number('incidents', values.incidents, 0, 100, true),
    rate: number('rate', values.rate, 0.1, 3_600),
    noise: number('noise', values.noise, 0, 1_000),
    seed: number('seed', values.seed, 0, 2 ** 31 - 1, true),
  })
  const { sent, accepted, refused, retries, incidents } = totals
  tell(
    `done: positions sent ${sent}, accepted ${accepted}, refused ${refused}, sent again ${retries}; incidents ${incidents.made}, closed ${incidents.closed}`,
  )
  return 0
}

try {
  process.exitCode = await main()
} catch (error) {
  const isUsage = error instanceof UsageError
  console.error(isUsage || error instanceof Refusal ? error.message : error)
  if (isUsage) console.error(`\n${USAGE}`)
  process.exitCode = isUsage ? 2 : 1
}
