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

it('commits what a step comes to: what its fixes disprove of what was due by the clock was never told', async () => {
  const clock = { time: START, now: () => clock.time }
  const log: Fix[] = []
  const report = (time: number, lon: number): void => {
    log.push({ seq: log.length + 1, object: 'o', time, received: clock.time, lon, lat: 33.005, accuracy: 0, speed: null, flags: 0 })
  }
  let put = [fence('f')]
  const commits: string[][] = []
  const stopping = new AbortController()
  const stages = [
    () => report(START + 1_000, 113.005),
    // In one step: a change of fences, the end of a silence, and a fix that says there was none.
    () => {
      clock.time = START + 200_000
      put = [fence('g')]
      report(START + 61_000, 113.0105)
    },
    () => stopping.abort(),
  ]
  clock.time = START + 2_000
  const rows: EngineRows = {
    take: () => Promise.resolve(1),
    load: () => Promise.resolve({ mark: null, snapshot: null, journal: [] }),
    advance: () => Promise.resolve(),
    snapshot: () => Promise.resolve(),
  }
  const fences = {
    get isDirty() {
      return put.length > 0
    },
    changes: () => Promise.resolve({ put: put.splice(0) }),
  }
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
      stages.shift()?.()
      return Promise.resolve()
    },
  })
  await term.run(stopping.signal)
  expect(commits).toEqual([['raise f enter'], ['raise f exit']])
})

const told = (change: AlertChange): string =>
  change.kind === 'withdraw' ? change.kind : `${change.kind} ${change.alert.fence} ${change.alert.transition}`
