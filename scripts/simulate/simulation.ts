import { setTimeout as pause } from 'node:timers/promises'
import type { PositionInput, PositionReceipt } from '../../tiles-server/src/contract/index.ts'
import { Api, Refusal } from './api.ts'
import { readCity } from './city.ts'
import { Incidents } from './incidents.ts'
import { Traffic, type TrafficOptions } from './traffic.ts'

export interface SimulationOptions extends TrafficOptions {
  readonly url: string
  readonly token?: string | undefined
  /** Incidents open at a time. */
  readonly incidents: number
  /** Seconds between two positions of an object. */
  readonly rate: number
  /** How much faster than the clock it goes; the simulated time then begins so long ago that it ends now, so `duration` must be known. */
  readonly speedUp: number
  /** Simulated seconds; without it until the signal. */
  readonly duration?: number | undefined
  readonly signal: AbortSignal
  readonly tell: (line: string) => void
}

export interface Totals {
  readonly sent: number
  readonly accepted: number
  readonly refused: number
  readonly retries: number
  readonly incidents: { readonly made: number; readonly closed: number }
}

/** Positions of one request at most. */
const BODY = 5_000
/** After a pause no more steps than these are made up for one by one. */
const MOST_STEPS = 60
const REPORT_MS = 10_000

/**
 * Drives patrols, detections and incidents in a running server's city, over HTTP, until the time is over or the signal is aborted. Throws Refusal when no
 * server answers at first, or when it refuses what it is asked.
 */
export async function simulate(options: SimulationOptions): Promise<Totals> {
  const { url, rate, speedUp, duration, signal, tell, seed } = options
  const api = new Api(url, options.token, signal, tell)
  if (!(await api.isReady())) throw new Refusal(`no server answers at ${url}: start one with npm start, or name it with --url`)
  const city = await readCity(api)
  const traffic = new Traffic(city, options)
  tell(`${city.network.stretches.length} stretches of road, ${traffic.size} patrols, seed ${seed}`)
  const began = Date.now()
  const from = duration === undefined ? began : began - 1_000 * duration * (1 - 1 / speedUp)
  const end = duration === undefined ? Infinity : from + 1_000 * duration
  const incidents = new Incidents(api, city.network, { atOnce: options.incidents, seed, now: began })
  const report = new Report(api, incidents, tell)
  try {
    for (let time = from; time + 1_000 * rate <= end; ) {
      const now = Math.min(end, from + speedUp * (Date.now() - began))
      const steps = Math.floor((now - time) / (1_000 * rate))
      if (steps > 0) {
        const fixes = move(traffic, time, steps, rate)
        time += 1_000 * rate * steps
        await report.send(fixes)
        await incidents.go(time)
      }
      await pause(Math.max(5, (time + 1_000 * rate - from) / speedUp - (Date.now() - began)), undefined, { signal })
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
  await incidents.end()
  return report.totals
}

/** Positions of some steps; of a long pause only those at its end. */
function move(traffic: Traffic, time: number, steps: number, rate: number): PositionInput[] {
  const each = steps > MOST_STEPS ? [steps * rate] : Array.from({ length: steps }, () => rate)
  let at = time
  return each.flatMap(seconds => {
    at += 1_000 * seconds
    return traffic.go(seconds, at)
  })
}

/** Sends, counts, and tells of it now and then. */
class Report {
  readonly #api: Api
  readonly #incidents: Incidents
  readonly #tell: (line: string) => void
  #sent = 0
  #accepted = 0
  #refused = 0
  #took: number[] = []
  #told = Date.now()

  constructor(api: Api, incidents: Incidents, tell: (line: string) => void) {
    this.#api = api
    this.#incidents = incidents
    this.#tell = tell
  }

  async send(fixes: readonly PositionInput[]): Promise<void> {
    for (let i = 0; i < fixes.length; i += BODY) {
      const some = fixes.slice(i, i + BODY)
      const asked = performance.now()
      const { body } = await this.#api.ask<PositionReceipt>('POST', '/api/positions', some)
      this.#took.push(performance.now() - asked)
      this.#sent += some.length
      this.#accepted += body.accepted
      this.#refused += some.length - body.accepted
      const [first] = body.rejected
      if (first) this.#tell(`refused: ${first.code}: ${first.detail}`)
    }
    if (Date.now() - this.#told >= REPORT_MS) this.#report()
  }

  #report(): void {
    const sorted = this.#took.sort((a, b) => a - b)
    const at = (share: number): string => `${Math.round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)} ms`
    const { sent, accepted, refused, retries, incidents } = this.totals
    this.#tell(
      `positions sent ${sent}, accepted ${accepted}, refused ${refused}; answers ${at(0.5)} (p95 ${at(0.95)}), sent again ${retries}; incidents ${incidents.made}, closed ${incidents.closed}`,
    )
    this.#took = []
    this.#told = Date.now()
  }

  get totals(): Totals {
    const { made, closed } = this.#incidents
    return {
      sent: this.#sent,
      accepted: this.#accepted,
      refused: this.#refused,
      retries: this.#api.retries,
      incidents: { made, closed },
    }
  }
}
