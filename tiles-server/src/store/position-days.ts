import type { Knex } from 'knex'
import { bind } from './bind.ts'

const DAY_MS = 86_400_000
/** Partitions made ahead, today's included: midnight finds its own there. */
const AHEAD = 3
/** One process at a time makes or drops partitions. */
const DAYS_LOCK = 7_305_006
/** Dropping waits for whoever reads the log, a backup perhaps, and everybody else waits behind it: not for longer than this. */
const DROP_PATIENCE = '2s'

/** Whole days (UTC) since the Unix epoch. */
const dayOf = (time: number): number => Math.floor(time / DAY_MS)
const startOf = (day: number): string => new Date(day * DAY_MS).toISOString()
const nameOf = (day: number): string => `position_${startOf(day).slice(0, 10).replaceAll('-', '')}`

/** The partitions of the position log, one for each day (UTC) of receipt. */
export class PositionDays {
  readonly #knex: Knex
  readonly #there = new Set<number>()

  constructor(knex: Knex) {
    this.#knex = knex
  }

  /** Makes the partitions that fixes received at these times (milliseconds) go to. */
  async make(times: Iterable<number>): Promise<void> {
    const days = new Set<number>()
    for (const time of times) if (!this.#there.has(dayOf(time))) days.add(dayOf(time))
    if (days.size === 0) return
    await makeDays(this.#knex, [...days])
    for (const day of days) this.#there.add(day)
  }

  /** Those of today and the days after. */
  async makeAhead(now: number): Promise<void> {
    await this.make(Array.from({ length: AHEAD }, (_, i) => now + i * DAY_MS))
  }

  /** Forgets what it knows to be there. */
  forget(): void {
    this.#there.clear()
  }

  /** Drops every partition whose last moment lies more than `days` days before `now`. Throws when the log is being read for long. */
  async drop(now: number, days: number): Promise<void> {
    const kept = nameOf(dayOf(now - days * DAY_MS))
    const old = (await partitions(this.#knex)).filter(name => name < kept)
    if (old.length === 0) return
    this.forget()
    await this.#knex.transaction(async trx => {
      await trx.raw(`set local lock_timeout = '${DROP_PATIENCE}'`)
      await lockDays(trx)
      await trx.raw(`drop table if exists ${old.join(', ')}`)
    })
  }
}

/** In the caller's transaction, for rows of a backup. `times`: in UTC, as PostgreSQL writes them. */
export async function makeDaysFor(trx: Knex, times: readonly string[]): Promise<void> {
  const dates = new Set(times.map(time => time.slice(0, 10)))
  await makeDays(
    trx,
    [...dates].map(date => dayOf(Date.parse(date))),
  )
}

const lockDays = (trx: Knex): PromiseLike<unknown> => trx.raw('select pg_advisory_xact_lock(?)', [DAYS_LOCK])

/** Names have one length but beyond the year 9999, so they order as their days do. */
async function partitions(knex: Knex): Promise<string[]> {
  const { rows } = await knex.raw<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = to_regclass('position')`,
  )
  return rows.map(({ name }) => name)
}

/** A table is made by itself and then attached: unlike making it a partition at once, that waits for no reader and keeps none waiting. */
async function makeDays(knex: Knex, days: readonly number[]): Promise<void> {
  const found = await knex.raw<{ rows: { name: string }[] }>(
    'select name from unnest(?::text[]) as d(name) where to_regclass(name) is not null',
    bind(days.map(nameOf)),
  )
  const there = new Set(found.rows.map(({ name }) => name))
  if (days.every(day => there.has(nameOf(day)))) return
  await knex.transaction(async trx => {
    await lockDays(trx)
    const known = new Set(await partitions(trx))
    for (const day of days) {
      const name = nameOf(day)
      if (known.has(name)) continue
      await trx.raw(`create table ${name} (like position including defaults including constraints including indexes);
        alter table position attach partition ${name} for values from ('${startOf(day)}') to ('${startOf(day + 1)}')`)
    }
  })
}
