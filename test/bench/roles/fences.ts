import { loadavg } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { Engine } from '../../../tiles-server/src/geofence/index.ts'
import { seededRandom } from '../../../tiles-server/src/kernel/index.ts'
import { REACH, WORKLOADS } from '../fence-work.ts'
import { plainFences, round, Traffic } from '../traffic.ts'

export interface FenceRun {
  readonly zones: number
  readonly vertices: number
  readonly objects: number
  readonly positions: number
  readonly perSecond: number
  /** By the time this process had a processor, all its threads: what others take of the machine is left out. */
  readonly perCpuSecond: number
  /** Of the last rounds, each 10,000 positions: milliseconds. */
  readonly batches: readonly number[]
  readonly changes: number
  /** Milliseconds to make the index of all zones. */
  readonly buildMs: number
  readonly load: number
}

export interface MemoryRun {
  readonly objects: number
  readonly near: number
  /** Changes of alerts an object, so that it is seen that they do drive in and out. */
  readonly alerts: number
  readonly bytesPerObject: number
}

const BATCH = 10_000
/** The engine alone, on this thread: batches of positions as the log gives them, the clock told after each. */
export const fencesRole = () => ({
  rate: ({ workload, seed, positions, interval }: { workload: string; seed: number; positions: number; interval: number }): FenceRun => {
    const random = seededRandom(seed)
    const { zones, objects } = WORKLOADS[workload]!(random)
    const engine = new Engine()
    const from = performance.now()
    engine.setFences({ put: plainFences(zones, 50) }, 0)
    const buildMs = performance.now() - from
    const traffic = new Traffic(random, objects, REACH, interval)
    const rounds = Math.ceil(positions / objects)
    let [spent, cpu, changes, measured] = [0, 0, 0, 0]
    const batches: number[] = []
    // The first half compiles and fills the state.
    for (let turn = 0; turn < 2 * rounds; turn++) {
      const fixes = traffic.round()
      for (let at = 0; at < fixes.length; at += BATCH) {
        const batch = fixes.slice(at, at + BATCH)
        const before = process.cpuUsage()
        const start = performance.now()
        const raised = engine.process(batch).length + engine.advance(traffic.time).length
        const took = performance.now() - start
        if (turn < rounds) continue
        const { user, system } = process.cpuUsage(before)
        cpu += (user + system) / 1000
        spent += took
        measured += batch.length
        changes += raised
        batches.push((took * BATCH) / batch.length)
      }
    }
    const vertices = zones.reduce((sum, { coordinates }) => sum + coordinates[0]!.length - 1, 0)
    return {
      zones: zones.length,
      vertices,
      objects,
      positions: measured,
      perSecond: (measured * 1000) / spent,
      perCpuSecond: (measured * 1000) / cpu,
      batches,
      changes,
      buildMs,
      load: loadavg()[0]!,
    }
  },
  memory: ({ seed, objects, near }: { seed: number; objects: number; near: number }): MemoryRun => {
    // What twice as many take more: the cells of the places where they are are the same.
    const [some, twice] = [bytesOf({ seed, objects, near }), bytesOf({ seed, objects: 2 * objects, near })]
    return { objects, near, alerts: twice.changes / (2 * objects), bytesPerObject: (twice.bytes - some.bytes) / objects }
  },
})
export type FencesRole = ReturnType<typeof fencesRole>

/** Objects that drive in and out of so many zones for half an hour. */
function bytesOf({ seed, objects, near }: { seed: number; objects: number; near: number }): { bytes: number; changes: number } {
  setFlagsFromString('--expose_gc')
  const gc = runInNewContext('gc') as () => void
  // What the first leaves for the finalizers, the next takes.
  const collect = (): void => {
    for (let again = 0; again < 3; again++) gc()
  }
  const random = seededRandom(seed)
  const zones = Array.from({ length: near }, (_, i) => round(random, [300 * i, 200 * i], 4_000 + 100 * i, 40, 0.1))
  const engine = new Engine()
  engine.setFences({ put: plainFences(zones, 1) }, 0)
  const traffic = new Traffic(random, objects, 5_000, 5_000)
  traffic.round()
  collect()
  const before = process.memoryUsage().heapUsed
  const changes = drive(engine, traffic)
  collect()
  const bytes = process.memoryUsage().heapUsed - before
  // Not collected before it is counted.
  if (engine.objects !== objects) throw new Error(`${engine.objects} objects are known of ${objects}`)
  return { bytes, changes }
}

/** By itself: a frame that is left keeps no hold of its last batch, 180 bytes an object that are not the engine's. */
function drive(engine: Engine, traffic: Traffic): number {
  let changes = 0
  for (let turn = 0; turn < 360; turn++) {
    changes += engine.process(traffic.round()).length + engine.advance(traffic.time).length
  }
  return changes
}
