import { startBuilt } from './built.ts'
import { fencesOverHttp } from './fences-http.ts'
import { columns, digits, median, spreadOf } from './figures.ts'
import type { BenchOptions } from './options.ts'
import { isInstalled, notRun } from './others.ts'
import type { Report } from './report.ts'
import type { FenceRun, FencesRole } from './roles/fences.ts'

const POSITIONS = 1_000_000
const WORKLOADS = ['W1', 'W2', 'W3']
/** Milliseconds between two fixes of an object. */
const INTERVALS = [1_000, 5_000]
const NEAR = 10

interface Case {
  readonly workload: string
  readonly interval: number
  readonly runs: FenceRun[]
}

/** The engine of fences in process, on one thread: positions a second, and what an object costs. */
export async function fences({ cities, runs, seconds, seed, progress }: BenchOptions): Promise<Report> {
  const cases: Case[] = WORKLOADS.flatMap(workload => INTERVALS.map(interval => ({ workload, interval, runs: [] })))
  for (let run = 1; run <= runs; run++) {
    for (const { workload, interval, runs: done } of cases) {
      const child = await startBuilt<FencesRole>('fences')
      done.push(await child.call('rate', { workload, seed: seed + run, positions: POSITIONS, interval }))
      await child.end()
      const { perSecond, perCpuSecond, load } = done.at(-1)!
      progress(
        `${workload}, a fix each ${interval / 1000} s, run ${run} of ${runs}: ${digits(perSecond)}/s, ${digits(perCpuSecond)} a CPU second, load ${digits(load)}`,
      )
    }
  }
  const child = await startBuilt<FencesRole>('fences')
  const memory = await child.call('memory', { seed, objects: 20_000, near: NEAR })
  await child.end()
  progress('fences over HTTP')
  const wire = await fencesOverHttp(await cities.empty(), { seconds: 4 * seconds, seed })
  const rate = (one: Case): number => median(one.runs.map(({ perSecond }) => perSecond))
  return {
    workload: 'fences',
    tables: [
      {
        title: 'the engine in process, one thread; objects drive along roads 250 m apart',
        rows: cases.map(one => {
          const [first] = one.runs as [FenceRun]
          return {
            work: one.workload,
            zones: first.zones,
            vertices: first.vertices,
            objects: first.objects,
            'a fix each s': one.interval / 1000,
            'positions/s': digits(rate(one)),
            'a CPU second': digits(median(one.runs.map(({ perCpuSecond }) => perCpuSecond))),
            'alerts a 1000 positions': digits((1000 * first.changes) / first.positions),
            ...columns(spreadOf(one.runs.flatMap(({ batches }) => batches))),
            'zones ready in ms': digits(median(one.runs.map(({ buildMs }) => buildMs))),
            load: digits(median(one.runs.map(({ load }) => load))),
          }
        }),
        notes: [
          `${POSITIONS} positions after as many to warm up, in batches of 10,000 (the milliseconds are of a batch), the clock told after each; fences detect enter, exit and dwell, confirmed by two fixes.`,
          'A CPU second: of all threads of the process. Load: of the machine, over the last minute.',
        ],
      },
      {
        title: `memory of an object that drives in and out of ${memory.near} zones for half an hour`,
        rows: [
          {
            objects: memory.objects,
            'zones near': memory.near,
            'alerts an object': digits(memory.alerts),
            'bytes an object': digits(memory.bytesPerObject),
          },
        ],
        notes: ['Bytes: what twice as many objects take more of the heap.'],
      },
      ...wire.tables,
      {
        title: 'other engines on the same zones and positions',
        rows: [notRun('Tile38', isInstalled('tile38-server') ? 'no runner yet' : undefined)],
      },
    ],
    bars: [
      ...cases.map(one => ({
        what: `${one.workload}, a fix each ${one.interval / 1000} s, positions/s`,
        value: rate(one),
        must: 'at least' as const,
        bar: 100_000,
        aim: 200_000,
      })),
      { what: 'bytes an object, 10 zones near', value: memory.bytesPerObject, must: 'at most', bar: 2_000 },
      { what: 'over HTTP, committed, positions/s', value: wire.perSecond, must: 'at least', bar: 15_000, aim: 30_000 },
      { what: 'decision to alert on the stream at half of that, p95 ms', value: spreadOf(wire.half.delays).p95, must: 'at most', bar: 200 },
    ],
  }
}
