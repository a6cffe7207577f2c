import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { CompiledFence, Fix } from '../../tiles-server/src/geofence/index.ts'
import {
  contentOf,
  feed,
  forOracle,
  keyOf,
  keysOf,
  pick,
  type Random,
  randomFence,
  randomOf,
  replayed,
  shuffled,
  whole,
} from '../geofence/worlds.ts'
import { fenceOracle } from './fence-oracle.ts'

export const CAPMETRO = new URL('../../../shared/data/capmetro/', import.meta.url)
const MILES_AN_HOUR = 0.44704
const DEGREE = 111_000

interface Row {
  readonly vehicle_id: string
  readonly timestamp: string
  readonly speed: string
  readonly latitude: string
  readonly longitude: string
}

export interface FenceProof {
  readonly day: '2015-03-08' | '2015-06-07'
  readonly fences: number
  readonly seed: number
  /** Of the day only the first hours that have fixes. */
  readonly hours?: number
}

/** Fixes as the file has them: some rows out of order; and some at 0, 0, which this extract lacks. */
function fixesOf({ day, hours = 24 }: FenceProof, random: Random): Fix[] {
  const rows = parse<Row>(readFileSync(new URL(`${day}.csv`, CAPMETRO)), { columns: true, relax_column_count: true })
  const all = rows.map((row): Fix => {
    const isLost = random() < 0.002
    const [lon, lat] = isLost ? [0, 0] : [Number(row.longitude), Number(row.latitude)]
    const time = Date.parse(row.timestamp)
    const base = { seq: 0, object: row.vehicle_id, time, received: time, lon, lat, accuracy: null, heading: null, flags: isLost ? 2 : 0 }
    return { ...base, speed: row.speed === '' ? null : Number(row.speed) * MILES_AN_HOUR }
  })
  const first = all.reduce((least, { time }) => Math.min(least, time), Infinity)
  return all.filter(({ time }) => time < first + hours * 3_600_000)
}

/** Around places where buses are, from a stop to a part of the town; some corridors. */
function fencesOf(fixes: readonly Fix[], count: number, random: Random): CompiledFence[] {
  const good = fixes.filter(({ flags }) => flags === 0)
  const buses = [...new Set(fixes.map(({ object }) => object))]
  return Array.from({ length: count }, (_, i) => {
    const { lon, lat } = pick(random, good)
    const at = (east: number, north: number): [number, number] => [
      lon + east / (DEGREE * Math.cos((lat * Math.PI) / 180)),
      lat + north / DEGREE,
    ]
    const reach = pick(random, [80, 200, 500, 1500, 4000])
    const around = (): [number, number] => at(reach * (2 * random() - 1), reach * (2 * random() - 1))
    const ring = Array.from({ length: whole(random, 3, 24) }, (__, corner) => corner).map((corner, ___, { length }) => {
      const [radius, turn] = [reach * (0.4 + 0.6 * random()), (2 * Math.PI * corner) / length]
      return at(radius * Math.cos(turn), radius * Math.sin(turn))
    })
    const geometry: CompiledFence['zones'][number]['geometry'] =
      random() < 0.15
        ? { type: 'LineString', coordinates: [around(), [lon, lat], around()] }
        : { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
    const some = random() < 0.7 ? ('all' as const) : new Set(buses.filter(() => random() < 0.3))
    const crowd = pick(random, [2, 5, 10])
    return { ...randomFence(random, `f${i}`, [{ id: 'z', geometry }], some), crowd: { count: crowd, clear: Math.ceil(0.8 * crowd) } }
  })
}

/** What an engine says of buses as they came is what it says of them in order of time, what a backtest says of them, and what the oracle says. */
export function proveFences(proof: FenceProof): { alerts: Record<string, number>; [figure: string]: unknown } {
  const random = randomOf(proof.seed)
  const rows = fixesOf(proof, random)
  const fences = fencesOf(rows, proof.fences, random)
  const times = rows.map(({ time }) => time)
  const from = times.reduce((least, time) => Math.min(least, time)) - 1000
  const clock = times.reduce((most, time) => Math.max(most, time)) + 3_600_000
  const said = (log: readonly Fix[]): string[] => fenceOracle(log, forOracle(fences), { from, clock }).alerts.map(keyOf).sort()

  // Of two rows of one time, the order says which counts: the same in all.
  const byTime = [...rows].sort((a, b) => a.time - b.time)
  const seen = new Set<string>()
  const once = byTime.filter(({ object, time, flags }) => flags !== 0 || seen.size < seen.add(`${object} ${time}`).size)
  const ordered = once.map((fix, seq) => ({ ...fix, seq, received: fix.time }))
  const inOrder = feed(ordered, fences, { from, clock, random, batch: 500 })
  const oracle = said(ordered)
  assert.deepEqual(keysOf(inOrder.standing.alerts.values()), oracle, 'in order of time')

  const log = shuffled(ordered, random)
  const live = feed(log, fences, { from, clock, random, batch: 200, ticks: true, restarts: 0.05 })
  assert.deepEqual(contentOf(live.standing.alerts.values()), contentOf(inOrder.standing.alerts.values()), 'as they came')
  const replay = replayed(log, fences, { from, clock })
  assert.deepEqual(contentOf(replay), contentOf(live.standing.alerts.values()), 'replayed')

  const asFiled = rows.map((fix, seq) => ({ ...fix, seq }))
  const filed = feed(asFiled, fences, { from, clock, random, batch: 500 })
  assert.deepEqual(keysOf(filed.standing.alerts.values()), said(asFiled), 'in the order of the file')

  const alerts: Record<string, number> = {}
  for (const { transition } of replay) alerts[transition] = (alerts[transition] ?? 0) + 1
  const { taken, duplicate, tooFast, nullIsland } = inOrder.engine.counts
  const { late } = live.engine.counts
  const { duplicate: twice, late: outOfOrder, tooLate } = filed.engine.counts
  return {
    ...{ rows: rows.length, taken, tooFast, nullIsland, duplicate: duplicate + twice, outOfOrder, tooLate, shuffledLate: late },
    ...{ alerts, live: live.standing.alerts.size, replay: replay.length, oracle: oracle.length, withdrawn: live.standing.withdrawn },
  }
}
