import type { Random } from '../../tiles-server/src/kernel/index.ts'

/** A condition as a caller writes it, and what it means in SQL: written by hand, for SQL is the judge. */
export interface Condition {
  readonly cql: string
  readonly sql: string
}

export const DAY = Date.UTC(2026, 0, 1)
export const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!

const moment = (random: Random): string => new Date(DAY + Math.floor(random() * 92 * 48 - 48) * 1_800_000).toISOString()
const quoted = (values: readonly string[]): string => values.map(value => `'${value}'`).join(', ')
const same = (text: string): Condition => ({ cql: text, sql: text })

const ATOMS: readonly ((random: Random) => Condition)[] = [
  random => same(`category = '${pick(random, ['traffic', 'safety', 'service'])}'`),
  random => same(`category <> '${pick(random, ['traffic', 'facility'])}'`),
  random => same(`category IN (${quoted([pick(random, ['dispute', 'safety']), 'environment', 'nothing'])})`),
  random => same(`status NOT IN (${quoted([pick(random, ['open', 'closed'])])})`),
  random => same(`department ${pick(random, ['IS NULL', 'IS NOT NULL', "= 'police'", "LIKE '%i%'"])}`),
  random => same(`title LIKE '${pick(random, ['a%', 'ab-%', '%7', '_-i1%'])}'`),
  random => {
    const [op, at] = [pick(random, ['<', '<=', '>', '>=', '=', '<>']), moment(random)]
    return { cql: `time ${op} TIMESTAMP('${at}')`, sql: `"time" ${op} timestamptz '${at}'` }
  },
  random => {
    const [op, day] = [pick(random, ['<', '<=', '>', '>=', '=', '<>']), moment(random).slice(0, 10)]
    return { cql: `time ${op} DATE('${day}')`, sql: `("time" at time zone 'UTC')::date ${op} date '${day}'` }
  },
  random => {
    const [low, high] = [moment(random), moment(random)]
    return {
      cql: `time BETWEEN TIMESTAMP('${low}') AND TIMESTAMP('${high}')`,
      sql: `"time" between timestamptz '${low}' and timestamptz '${high}'`,
    }
  },
  random => {
    const [west, south] = [degrees(random, 112.4), degrees(random, 28.05)]
    const [east, north] = [degrees(random, 112.51), degrees(random, 28.16)]
    const relation = pick(random, ['Intersects', 'Intersects', 'Disjoint', 'Within'])
    return {
      cql: `S_${relation.toUpperCase()}(geometry, BBOX(${west}, ${south}, ${east}, ${north}))`,
      sql: `ST_${relation}(geom, ST_MakeEnvelope(${west}, ${south}, ${east}, ${north}, 4326))`,
    }
  },
  random => {
    const corners = [
      [112.4, 28.04],
      [112.51, 28.04],
      [112.46, 28.15],
    ].map(([x, y]) => `${degrees(random, x!)} ${degrees(random, y!)}`)
    const area = `POLYGON((${[...corners, corners[0]].join(', ')}))`
    return { cql: `S_INTERSECTS(${area}, geometry)`, sql: `ST_Intersects(geom, ST_GeomFromText('${area}', 4326))` }
  },
  random => {
    const [low, high] = [moment(random), moment(random)].sort() as [string, string]
    return {
      cql: `T_DURING(time, INTERVAL('${low}', '${high}'))`,
      sql: `"time" > timestamptz '${low}' and "time" < timestamptz '${high}'`,
    }
  },
]

/** Somewhat beyond a place, in whole lattice steps. */
const degrees = (random: Random, from: number): number => Math.round((from + random() * 0.1) * 1e7) / 1e7

/** One to three conditions, some of them negated, joined by AND or OR. */
export function drawCondition(random: Random): Condition {
  const joint = pick(random, [' AND ', ' AND ', ' OR '])
  const parts = Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const { cql, sql } = pick(random, ATOMS)(random)
    return random() < 0.2 ? { cql: `NOT (${cql})`, sql: `not (${sql})` } : { cql, sql: `(${sql})` }
  })
  return { cql: parts.map(part => part.cql).join(joint), sql: parts.map(part => part.sql).join(joint) }
}

/** An instant or an interval, open or not. */
export function drawWindow(random: Random): Condition {
  const [low, high] = [moment(random), moment(random)].sort() as [string, string]
  return pick(random, [
    { cql: `${low}/${high}`, sql: `"time" between timestamptz '${low}' and timestamptz '${high}'` },
    { cql: `${low}/${high}`, sql: `"time" between timestamptz '${low}' and timestamptz '${high}'` },
    { cql: `../${high}`, sql: `"time" <= timestamptz '${high}'` },
    { cql: `${low}/`, sql: `"time" >= timestamptz '${low}'` },
    { cql: low, sql: `"time" = timestamptz '${low}'` },
  ])
}
