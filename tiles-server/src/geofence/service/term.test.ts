import { expect, it } from 'vitest'
import type { EngineRows } from '../../store/index.ts'
import type { AlertChange, CompiledFence, Fix } from '../engine/types.ts'
import type { FenceSet } from './fence-set.ts'
import { EngineTerm } from './term.ts'

const START = Date.parse('2026-05-01T04:00:00Z')
const fence = (id: string): CompiledFence => ({
  ...{ id, version: 1, enabled: true, severity: 'minor', detect: ['enter', 'exit', 'silent'], objects: 'all', margin: 0, cooldown: 0 },
  zones: [{ id: 'z', geometry: { type: 'Polygon', coordinates: [RING] } }],
  confirm: { fixes: 1, seconds: 0 },
  maxGap: { seconds: 60, metres: 1000 },
  silent: { seconds: 120 },
})
const RING = [
  [113, 33],
  [113.01, 33],
  [113.01, 33.01],
  [113, 33.01],
  [113, 33],
]

type Snapshot = EngineRows['snapshot']

/** A turn at the engine over one object and one fence; what it does between steps is the test's. */
function begun(snapshot: Snapshot = () => Promise.resolve()) {
  const clock = { time: START + 2_000, now: () => clock.time }
  const log: Fix[] = []
  const commits: string[][] = []
  const stopping = new AbortController()
  const rows: EngineRows = {
    take: () => Promise.resolve(1),
    load: () => Promise.resolve({ mark: null, snapshot: null, journal: [] }),
    advance: () => Promise.resolve(),
    lastEntry: () => Promise.resolve(0),
    snapshot,
  }
  const world = {
    ...{ clock, commits },
    put: [fence('f')],
    report(time: number, lon: number): void {
      log.push({ seq: log.length + 1, object: 'o', time, received: clock.time, lon, lat: 33.005, accuracy: 0, speed: null, flags: 0 })
    },
    stop: () => stopping.abort(),
    /** `stages`: what happens after each step. */
    run: (stages: (() => void)[]) => {
      const term = new EngineTerm({
        ...{ rows, clock, fences: fences as unknown as FenceSet },
        positions: {
          read: after => Promise.resolve(log.filter(({ seq }) => seq > after).map(fix => ({ ...fix, heading: null }))),
          track: () => Promise.resolve([]),
          tracks: () => Promise.resolve([]),
          lastSeq: () => Promise.resolve(0),
        },
        upToDate: () => Promise.resolve(),
        commit: (_, changes) => {
          if (changes.length > 0) commits.push(changes.map(told))
          return Promise.resolve()
        },
        wait: () => {
          const stage = stages.shift()
          // Else a turn that should have ended would go round for ever, and no timeout would be heard.
          if (!stage) throw new Error('it goes on after the last stage')
          stage()
          return Promise.resolve()
        },
      })
      return term.run(stopping.signal)
    },
  }
  const fences = {
    get isDirty() {
      return world.put.length > 0
    },
    changes: () => Promise.resolve({ put: world.put.splice(0) }),
  }
  return world
}

it('commits what a step comes to: what its fixes disprove of what was due by the clock was never told', async () => {
  const world = begun()
  await world.run([
    () => world.report(START + 1_000, 113.005),
    // In one step: a change of fences, the end of a silence, and a fix that says there was none.
    () => {
      world.clock.time = START + 200_000
      world.put = [fence('g')]
      world.report(START + 61_000, 113.0105)
    },
    world.stop,
  ])
  expect(world.commits).toEqual([['raise f enter'], ['raise f exit']])
})

it('goes on while what it knows is written down, and that is what it knew when it began', async () => {
  const written: string[] = []
  let release = (): void => undefined
  const released = new Promise<void>(resolve => {
    release = resolve
  })
  const world = begun(async (_, { cursor }, slices) => {
    if (cursor === 2) await released
    for (const slice of slices) {
      const text = slice.get('object/o')
      if (text !== undefined) written.push(`${cursor} ${text.includes('113.012')}`)
    }
  })
  await world.run([
    () => world.report(START + 1_000, 113.005),
    () => {
      world.clock.time = START + 62_000
      world.report(START + 61_000, 113.006)
    },
    () => {
      world.clock.time = START + 92_000
      world.report(START + 91_000, 113.012)
    },
    () => {
      expect(world.commits).toEqual([['raise f enter'], ['raise f exit']])
      expect(written).toEqual([])
      release()
      world.stop()
    },
  ])
  expect(written).toEqual(['2 false', '3 true'])
})

it('ends with the failure of writing down what it knows', async () => {
  const world = begun(() => Promise.reject(new Error('no room')))
  await expect(world.run([() => world.report(START + 1_000, 113.005)])).rejects.toThrow('no room')
})

const told = (change: AlertChange): string =>
  change.kind === 'withdraw' ? change.kind : `${change.kind} ${change.alert.fence} ${change.alert.transition}`
