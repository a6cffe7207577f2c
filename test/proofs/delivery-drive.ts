import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from '../../tiles-server/src/kernel/index.ts'

/** A fix as it is posted, and at which place of the street it is. */
export interface Driven {
  readonly object: string
  readonly time: number
  readonly place: number
}

/** A street with places two metres apart; zones reach a metre beyond the first and the last place in them. */
const [LON, LAT, METRE] = [113, 33, 1 / 93_000]
const LAST_PLACE = 7
/** Two metres in less would be faster than what moves. */
const LEAST_MS = 50
const ANSWER_MS = 5_000

export const lonOf = (place: number): number => LON + 2 * place * METRE

/** The rectangle around the places of the street from one to another. */
export function around(from: number, to: number) {
  const [west, east] = [lonOf(from) - METRE, lonOf(to) + METRE]
  const [south, north] = [LAT - 2 * METRE, LAT + 2 * METRE]
  return {
    type: 'Polygon' as const,
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  }
}

/** Posts fixes to one of the servers there are until they are acknowledged; answers how often it had to be tried. */
export async function post(servers: () => readonly string[], fixes: readonly Driven[], random: Random): Promise<number> {
  const body = JSON.stringify(
    fixes.map(({ object, time, place }) => ({ object, time: new Date(time).toISOString(), lon: lonOf(place), lat: LAT })),
  )
  for (let tries = 1; ; tries++) {
    const urls = servers()
    const url = urls[Math.floor(random() * urls.length)]
    const answer = url && (await send(url, body).catch(() => undefined))
    if (answer) {
      if (answer.accepted !== fixes.length) throw new Error(`of ${fixes.length} positions: ${JSON.stringify(answer)}`)
      return tries
    }
    await pause(50)
  }
}

async function send(url: string, body: string): Promise<{ accepted: number } | undefined> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${url}/api/positions`, { method: 'POST', headers, body, signal: AbortSignal.timeout(ANSWER_MS) })
  const text = await response.text()
  if (response.ok) return JSON.parse(text) as { accepted: number }
  if (response.status === 503) return undefined
  throw new Error(`positions were refused with ${response.status}: ${text}`)
}

/** Drives objects up and down the street and posts where they are, in order, each batch until it is acknowledged; some once more. */
export class Driver {
  readonly #servers: () => readonly string[]
  readonly #random: Random
  readonly #last: Map<string, Driven>
  /** What was acknowledged. */
  readonly driven: Driven[] = []
  /** Which way each drives: 1 or -1. */
  readonly #ways = new Map<string, number>()
  /** Batches that were sent more than once. */
  resent = 0
  #before: readonly Driven[] = []

  constructor(name: string, objects: number, servers: () => readonly string[], random: Random) {
    this.#servers = servers
    this.#random = random
    this.#last = new Map(Array.from({ length: objects }, (_, i) => [`${name}-${i}`, { object: `${name}-${i}`, time: 0, place: 0 }]))
  }

  async driveUntil(signal: AbortSignal): Promise<void> {
    await this.#post([...this.#last.keys()], 0)
    while (!signal.aborted) {
      await pause(LEAST_MS + 100 * this.#random())
      const moving = [...this.#last.keys()].filter(() => this.#random() < 0.25)
      if (moving.length > 0) await this.#post(moving, undefined)
      // An answer may be lost on the way to anybody.
      if (this.#before.length > 0 && this.#random() < 0.05) {
        await post(this.#servers, this.#before, this.#random)
        this.resent++
      }
    }
    for (;;) {
      const out = [...this.#last.values()].filter(({ place }) => place > 0).map(({ object }) => object)
      if (out.length === 0) return
      await pause(LEAST_MS)
      await this.#post(out, -1)
    }
  }

  async #post(objects: readonly string[], step: number | undefined): Promise<void> {
    const now = Math.floor(Date.now() / 10) * 10
    const batch = objects.map(object => {
      const { time, place } = this.#last.get(object)!
      if (this.#random() < 0.2) this.#ways.set(object, -(this.#ways.get(object) ?? 1))
      const next = place + (step ?? this.#ways.get(object) ?? 1)
      return { object, time: Math.max(time + LEAST_MS, now), place: Math.max(0, Math.min(LAST_PLACE, next)) }
    })
    if ((await post(this.#servers, batch, this.#random)) > 1) this.resent++
    for (const fix of batch) this.#last.set(fix.object, fix)
    this.driven.push(...batch)
    this.#before = batch
  }
}
