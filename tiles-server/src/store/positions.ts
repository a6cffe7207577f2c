import type { Knex } from 'knex'
import { FIX_FLAGS, type Fix } from '../contract/index.ts'
import { bind } from './bind.ts'
import { known } from './failures.ts'
import { PositionDays } from './position-days.ts'
import { RecentFixes } from './recent-fixes.ts'
import type { NewFix, OnNews, PositionStore } from './types.ts'

/**
 * Held from the drawing of numbers to the commit: so the order of `seq` is that of commits, as in the change log, and the numbers of a batch follow each
 * other.
 */
const POSITION_LOCK = 7_305_005
export const POSITION_CHANNEL = 'zongtu_position'
/** No partition for a row. */
const CHECK_VIOLATION = '23514'

/** A place or a time that is surely wrong is no latest position: one from next year would hide all that follow. */
const IMPLAUSIBLE = FIX_FLAGS.nullIsland | FIX_FLAGS.future

const COLUMNS = ['object', '"time"', 'received_at', 'lon', 'lat', 'accuracy', 'speed', 'heading', 'flags']
const REPLACED = ['seq', ...COLUMNS].filter(column => column !== 'object')

/**
 * One statement, so that a batch costs the database one way there and back. Of fixes sent twice the first stays: what re-sends a batch moves nothing.
 */
const APPEND = `with turn as materialized (select pg_advisory_xact_lock(?)), appended as (
    insert into position (${COLUMNS.join(', ')}) select ${COLUMNS.join(', ')}
    from turn cross join unnest(?::text[], ?::timestamptz[], ?::timestamptz[], ?::float8[], ?::float8[], ?::float8[], ?::float8[], ?::float8[], ?::smallint[])
      with ordinality as f(${COLUMNS.join(', ')}, n)
    order by n returning seq, ${COLUMNS.join(', ')}
  ), newest as (
    insert into position_latest (seq, ${COLUMNS.join(', ')})
    select distinct on (object) seq, ${COLUMNS.join(', ')} from appended where flags & ${IMPLAUSIBLE} = 0 order by object, "time" desc, seq
    on conflict (object) do update set ${REPLACED.map(column => `${column} = excluded.${column}`).join(', ')}
    where position_latest."time" < excluded."time"
  )
  select min(seq) as first, max(seq) as last, pg_notify(?, max(seq)::text) from appended`

type Record = [seq: number, object: string, time: number, received: number, lon: number, lat: number, ...rest: (number | null)[]]

const MS = (column: string): string => `round(extract(epoch from ${column}) * 1000)::bigint`
const RECORD = ['seq', 'object', MS('"time"'), MS('received_at'), ...COLUMNS.slice(3)].join(', ')

/** One JSON text for a page: read faster than rows of the wire protocol, and numbers come back to the bit. */
const paged = (from: string, order: string): string =>
  `select coalesce(json_agg(json_build_array(${RECORD}) order by ${order}), '[]'::json) as page from (select * from ${from}) p`

const BY_OBJECT = 'object, "time", seq'
/** Some fixes of each object. */
const TRACKS = `unnest(?::text[], ?::timestamptz[], ?::timestamptz[]) as o(id, since, received) cross join lateral
  (select * from position where object = o.id and "time" > o.since and "time" <= ? and received_at >= o.received order by "time", seq limit ?) f`
const LAST_BEFORE = `unnest(?::text[]) as o(id) cross join lateral
  (select * from position where object = o.id and "time" <= ? and flags & ${IMPLAUSIBLE} = 0 order by "time" desc, seq desc limit ?) f`
/** A fix whose time lies later than this after its receipt is implausible: what is not may be looked for in what was received since then. */
const EARLY_MS = 120_000
/** What those who follow the log are behind at most, in fixes, while they keep up. */
const RECENT = 20_000

export function createPositionStore(knex: Knex, days: number, listen: (onNews: OnNews) => () => Promise<void>): PositionStore {
  const partitions = new PositionDays(knex)
  const recent = new RecentFixes(RECENT)
  const listeners = new Set<() => void>()
  let appending = 0
  /** The highest number that a NOTIFY named. */
  let heard = 0

  async function page(from: string, order: string, bindings: readonly unknown[]): Promise<Fix[]> {
    const { rows } = await known(knex.raw<{ rows: [{ page: Record[] }] }>(paged(from, order), bind(...bindings)))
    return rows[0].page.map(toFix)
  }

  /**
   * The NOTIFY of an own append is no news: who listens is told by the append. While one is under way it may well be its own, which comes before its answer,
   * and then what it tells of would be read back; a stranger's is told with it.
   */
  function hear(last: number | undefined, onNews: () => void): void {
    heard = Math.max(heard, last ?? 0)
    if (last === undefined || (appending === 0 && !recent.has(last))) onNews()
  }

  async function append(fixes: readonly NewFix[]): Promise<Numbers> {
    await partitions.make(fixes.map(fix => fix.received))
    return insert(knex, fixes).catch(async (error: unknown) => {
      if ((error as { code?: string }).code !== CHECK_VIOLATION) throw error
      // Another process has dropped a partition that this one knew.
      partitions.forget()
      await partitions.make(fixes.map(fix => fix.received))
      return insert(knex, fixes)
    })
  }

  return {
    append: async fixes => {
      appending++
      try {
        const { first, last } = await known(append(fixes))
        recent.add(fixes, first)
        return last
      } finally {
        appending--
        // Also where it failed: a stranger's NOTIFY may have come meanwhile.
        for (const listener of listeners) listener()
      }
    },
    read: async (after, limit) =>
      recent.read(after, limit, heard) ?? page('position where seq > ? order by seq limit ?', 'seq', [after, limit]),
    track: (object, { from, to, after, limit }) =>
      page(`position where object = ? and "time" between ? and ? and ("time", seq) > (?, ?) order by "time", seq limit ?`, '"time", seq', [
        object,
        moment(from),
        moment(to),
        moment(after?.time ?? from),
        after?.seq ?? 0,
        limit,
      ]),
    tracks: (wanted, { to, limit }) =>
      page(TRACKS, BY_OBJECT, [
        wanted.map(({ object }) => object),
        texts(wanted, ({ after }) => moment(after)),
        texts(wanted, ({ after }) => moment(after - EARLY_MS)),
        moment(to),
        limit,
      ]),
    lastBefore: (objects, { until, limit }) => page(LAST_BEFORE, BY_OBJECT, [objects, moment(until), limit]),
    latest: ({ objects, bbox, since, after = '', limit }) => {
      const conditions = [
        'object > ?',
        ...(objects ? ['object = any(?::text[])'] : []),
        ...(since === undefined ? [] : ['"time" >= ?']),
        ...(bbox ? ['lon between ? and ? and lat between ? and ?'] : []),
      ]
      const bindings = [after, ...(objects ? [objects] : []), ...(since === undefined ? [] : [moment(since)])]
      const box = bbox ? [bbox[0], bbox[2], bbox[1], bbox[3]] : []
      return page(`position_latest where ${conditions.join(' and ')} order by object limit ?`, 'object', [...bindings, ...box, limit])
    },
    lastSeq: async () => {
      const { rows } = await known(knex.raw<{ rows: [{ last: number }] }>('select coalesce(max(seq), 0) as last from position'))
      return rows[0].last
    },
    listen: onNews => {
      listeners.add(onNews)
      const stop = listen(last => hear(last, onNews))
      return async () => {
        listeners.delete(onNews)
        await stop()
      }
    },
    keep: now =>
      known(
        (async () => {
          await partitions.makeAhead(now)
          await partitions.drop(now, days)
          recent.forget()
          await knex.raw('delete from position_latest where received_at < ?', [moment(now - days * 86_400_000)])
        })(),
      ),
  }
}

interface Numbers {
  readonly first: number
  readonly last: number
}

async function insert(knex: Knex, fixes: readonly NewFix[]): Promise<Numbers> {
  const { rows } = await knex.raw<{ rows: [Numbers] }>(
    APPEND,
    bind(
      POSITION_LOCK,
      fixes.map(fix => fix.object),
      texts(fixes, fix => moment(fix.time)),
      texts(fixes, fix => moment(fix.received)),
      ...NUMBERS.map(name => texts(fixes, fix => fix[name] ?? 'null')),
      POSITION_CHANNEL,
    ),
  )
  return rows[0]
}

const NUMBERS = ['lon', 'lat', 'accuracy', 'speed', 'heading', 'flags'] as const

/** An array of SQL whose elements need no quotes; the driver would look at each for some. */
const texts = <T>(list: readonly T[], of: (each: T) => string | number): string => `{${list.map(of).join(',')}}`

/** As both JavaScript and PostgreSQL write it. Fixes are of the years 1970 to 9999; a bound may lie anywhere. */
const moment = (time: number): string => (time < 0 ? '-infinity' : time > LAST_TIME ? 'infinity' : new Date(time).toISOString())
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const toFix = ([seq, object, time, received, lon, lat, accuracy, speed, heading, flags]: Record): Fix => ({
  seq,
  object,
  time,
  received,
  lon,
  lat,
  accuracy: accuracy!,
  speed: speed!,
  heading: heading!,
  flags: flags!,
})
