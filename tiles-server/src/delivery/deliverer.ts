import type { Clock, Random } from '../kernel/index.ts'
import type { Attempt, ClaimedDelivery, DeliveryRows } from '../store/index.ts'
import { backOff, MOST_ATTEMPTS, retryAfter } from './back-off.ts'
import type { Networks } from './networks.ts'
import { type Posted, post } from './post.ts'
import { signed } from './sign.ts'
import { readTarget } from './target.ts'

/** So many are on their way at once, and so many of them to one receiver: one that is slow leaves room for the others. */
const AT_ONCE = 32
const AT_ONCE_EACH = 8
/** After so many times as long as a receiver may take to answer, a delivery that was taken is free again: its process died. */
const LEASES = 3
/** So often it looks for what other processes left behind. */
const LOOK_MS = 15_000
const CLEAN_MS = 3_600_000
/** What could not be delivered for so long is given up; what was settled is forgotten after. */
const PENDING_DAYS = 7
const SETTLED_DAYS = 30
const DAY_MS = 86_400_000

interface Deps {
  readonly rows: DeliveryRows
  readonly clock: Clock
  readonly random: Random
  readonly networks: Networks
  /** Before the second attempt, in milliseconds. */
  readonly firstRetryMs: number
  /** How long an answer may take, in milliseconds. */
  readonly timeoutMs: number
  readonly warn: (text: string) => void
}

/**
 * Sends what the outbox holds: at least once, those of one webhook and key one after the other. Several processes share the work; what one took and did not
 * settle is sent again under the same id.
 */
export class Deliverer {
  readonly #deps: Deps
  readonly #stopped = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | null = null
  #again = false
  #cleanedAt = 0
  /** What is on its way, with its webhook. */
  readonly #underWay = new Map<Promise<void>, string>()

  constructor(deps: Deps) {
    this.#deps = deps
    this.wake()
  }

  /** There may be something to send. */
  wake(): void {
    if (this.#stopped.signal.aborted) return
    this.#again = true
    this.#running ??= this.#run().finally(() => {
      this.#running = null
      if (this.#again) this.wake()
    })
  }

  /** What is on its way is broken off; it is sent again by whoever comes next. */
  async close(): Promise<void> {
    clearTimeout(this.#timer)
    this.#stopped.abort()
    await this.#running
    await Promise.all(this.#underWay.keys())
  }

  async #run(): Promise<void> {
    clearTimeout(this.#timer)
    try {
      while (this.#again && !this.#stopped.signal.aborted) {
        this.#again = false
        await this.#clean()
        await this.#sendDue()
      }
      // Each that comes back asks again: until then there is no room for more, in all or to receivers that are busy.
      const due = this.#underWay.size < AT_ONCE ? await this.#deps.rows.nextDue(this.#time(0), this.#busy(AT_ONCE_EACH)) : null
      this.#sleep(due === null ? LOOK_MS : Math.min(LOOK_MS, Date.parse(due) - this.#deps.clock.now()))
    } catch (error) {
      // The database is away: what was taken is free again when its lease ends.
      this.#warn(error)
      this.#sleep(LOOK_MS)
    }
  }

  #warn(error: unknown): void {
    if (!this.#stopped.signal.aborted) this.#deps.warn(`deliveries wait: ${String(error)}`)
  }

  #sleep(ms: number): void {
    if (this.#stopped.signal.aborted) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.wake(), Math.max(5, ms))
    this.#timer.unref()
  }

  /** Sends what is due, as far as there is room; does not wait for answers. */
  async #sendDue(): Promise<void> {
    while (this.#underWay.size < AT_ONCE && !this.#stopped.signal.aborted) {
      const [busy, room] = [this.#busy(), { all: AT_ONCE - this.#underWay.size, each: AT_ONCE_EACH }]
      const claimed = await this.#deps.rows.claim(this.#time(0), this.#time(LEASES * this.#deps.timeoutMs), room, busy)
      if (claimed.length === 0) return
      for (const delivery of claimed) {
        const sending: Promise<void> = this.#attempt(delivery).then(
          () => this.#cameBack(sending),
          (error: unknown) => {
            this.#warn(error)
            this.#underWay.delete(sending)
          },
        )
        this.#underWay.set(sending, delivery.webhook)
      }
    }
  }

  #cameBack(sending: Promise<void>): void {
    this.#underWay.delete(sending)
    this.wake()
  }

  /** How many are on their way to each receiver; only those that have at least so many. */
  #busy(least = 1): Map<string, number> {
    const counts = new Map<string, number>()
    for (const webhook of this.#underWay.values()) counts.set(webhook, (counts.get(webhook) ?? 0) + 1)
    return new Map([...counts].filter(([, count]) => count >= least))
  }

  async #attempt(delivery: ClaimedDelivery): Promise<void> {
    const { rows, clock, networks } = this.#deps
    const now = clock.now()
    const keys = delivery.secrets.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > now).map(({ key }) => key)
    const posted = await this.#post(delivery, signed(delivery.id, now, delivery.body, keys), networks)
    // Broken off by our own end: the next process sends it again once the lease is over, or this one after a restart.
    if (this.#stopped.signal.aborted && 'error' in posted) return
    await rows.settle(delivery.id, this.#outcome(delivery, posted))
  }

  async #post({ url, body }: ClaimedDelivery, headers: Record<string, string>, networks: Networks): Promise<Posted> {
    try {
      return await post({ url: readTarget(url, networks), headers, body }, networks, this.#deps.timeoutMs, this.#stopped.signal)
    } catch (error) {
      // It was allowed when it was saved.
      return { error: String(error) }
    }
  }

  #outcome({ attempts }: ClaimedDelivery, posted: Posted): Attempt {
    const { clock, random, firstRetryMs } = this.#deps
    const now = clock.now()
    const at = this.#time(0)
    const last =
      'error' in posted
        ? { lastStatus: null, lastError: posted.error }
        : { lastStatus: posted.status, lastError: isTaken(posted.status) ? null : `it answered ${posted.status}` }
    if ('status' in posted && isTaken(posted.status)) return { status: 'delivered', at, dueAt: null, ...last }
    if (attempts + 1 >= MOST_ATTEMPTS) return { status: 'dead', at, dueAt: null, ...last }
    const asked = 'status' in posted ? retryAfter(posted.retryAfter, now) : undefined
    const wait = Math.max(backOff(attempts + 1, firstRetryMs, random), asked ?? 0)
    return { status: 'pending', at, dueAt: new Date(now + wait).toISOString(), ...last }
  }

  async #clean(): Promise<void> {
    const now = this.#deps.clock.now()
    if (now - this.#cleanedAt < CLEAN_MS) return
    this.#cleanedAt = now
    await this.#deps.rows.expire(this.#time(-PENDING_DAYS * DAY_MS), this.#time(-SETTLED_DAYS * DAY_MS))
  }

  #time(offset: number): string {
    return new Date(this.#deps.clock.now() + offset).toISOString()
  }
}

const isTaken = (status: number): boolean => status >= 200 && status < 300
