import { beforeEach, describe, expect, it } from 'vitest'
import { type CompiledFence, Engine, type Fix } from '../../tiles-server/src/geofence/index.ts'
import { at, outOfTurn, START, Standing } from './worlds.ts'

const square = (east: number): CompiledFence['zones'][number]['geometry'] => ({
  type: 'Polygon',
  coordinates: [[at(east - 200, -200), at(east + 200, -200), at(east + 200, 200), at(east - 200, 200), at(east - 200, -200)]],
})
const fence: CompiledFence = {
  ...{ id: 'f', version: 1, enabled: true, severity: 'minor', detect: ['enter', 'exit'], objects: 'all', margin: 20, cooldown: 0 },
  zones: [{ id: 'z', geometry: square(0) }],
  confirm: { fixes: 2, seconds: 0 },
  maxGap: { seconds: 60, metres: 1000 },
}

let engine: Engine
let standing: Standing
let time: number
beforeEach(() => {
  engine = new Engine()
  standing = new Standing()
  time = START
  parts.clear()
  change({ put: [fence] })
})
function change(changes: Parameters<Engine['setFences']>[0]): void {
  time += 10_000
  standing.take(engine.setFences(changes, time))
}
const parts = new Map<string, string>()
function restart(): void {
  for (const slice of engine.snapshot()) for (const [name, text] of slice) parts.set(name, text)
  engine = Engine.restore(parts)
}
function walk(...places: number[]): void {
  for (const east of places) {
    time += 10_000
    report(east, time)
  }
}
function report(east: number, moment: number): void {
  const [lon, lat] = at(east, 0)
  const fix: Fix = { seq: time, object: 'o', time: moment, received: time, lon, lat, accuracy: null, speed: null, flags: 0 }
  standing.take(engine.process([fix]))
}
/** What stands, in order, with seconds since the start. */
function told(): string[] {
  const alerts = [...standing.alerts.values()].sort((a, b) => a.time - b.time)
  expect(outOfTurn(alerts)).toEqual([])
  return alerts.map(({ transition, fenceVersion, initial, reason, time: moment }) =>
    [(moment - START) / 1000, transition, `v${fenceVersion}`, initial && 'initial', reason].filter(Boolean).join(' '),
  )
}

describe('fences that change while an object is inside', () => {
  beforeEach(() => walk(500, 0, 0))
  const entered = '30 enter v1'

  it('end a stay when disabled, and begin one around it when enabled again', () => {
    change({ put: [{ ...fence, version: 2, enabled: false }] })
    walk(0, 0)
    change({ put: [{ ...fence, version: 3 }] })
    walk(0, 500, 500)
    expect(told()).toEqual([entered, '50 exit v2 disabled', '80 enter v3 initial', '100 exit v3'])
  })

  it('end a stay when deleted', () => {
    change({ remove: ['f'] })
    walk(500, 500)
    expect(told()).toEqual([entered, '50 exit v1 deleted'])
  })

  it('end a stay when the zone moves away, and begin one when it comes back', () => {
    change({ put: [{ ...fence, version: 2, zones: [{ id: 'z', geometry: square(2000) }] }] })
    walk(0)
    change({ put: [{ ...fence, version: 3 }] })
    expect(told()).toEqual([entered, '50 exit v2 zone-changed', '70 enter v3 initial'])
  })

  it('go on with a stay under a version that still holds the object', () => {
    change({ put: [{ ...fence, version: 2, zones: [{ id: 'z', geometry: square(100) }] }] })
    walk(0, 0, 600, 600)
    expect(told()).toEqual([entered, '80 exit v2'])
  })

  it('end a stay of an object, or in a zone, that is no longer meant', () => {
    change({ put: [{ ...fence, version: 2, objects: new Set(['other']) }] })
    change({ put: [{ ...fence, version: 3 }] })
    change({ put: [{ ...fence, version: 4, zones: [{ id: 'y', geometry: square(2000) }] }] })
    expect(told()).toEqual([entered, '50 exit v2 object-removed', '60 enter v3 initial', '70 exit v4 zone-removed'])
  })

  it('end a stay when disabled though the last fix is not sure that it left', () => {
    walk(500)
    change({ put: [{ ...fence, version: 2, enabled: false }] })
    walk(500)
    change({ put: [{ ...fence, version: 3 }] })
    walk(0, 0)
    expect(told()).toEqual([entered, '60 exit v2 disabled', '90 enter v3'])
  })

  it.each([false, true])(
    'go on with a stay, or end it once, however often other fences change before the next fix (restarted: %s)',
    restarts => {
      change({ put: [{ ...fence, version: 2 }] })
      for (let version = 1; version <= 240; version++) {
        change({ put: [{ ...fence, id: 'other', version, zones: [{ id: 'z', geometry: square(5000) }] }] })
        if (version === 20) change({ put: [{ ...fence, version: 3, enabled: false }] })
        if (version === 22) change({ put: [{ ...fence, version: 4 }] })
        if (restarts) restart()
      }
      walk(0, 500, 500)
      expect(told()).toEqual([entered, '260 exit v3 disabled', '290 enter v4 initial', '2490 exit v4'])
    },
  )

  it.each([false, true])(
    'go on with a stay under a version that holds the object, however often other fences change (restarted: %s)',
    restarts => {
      change({ put: [{ ...fence, version: 2 }] })
      for (let version = 1; version <= 240; version++) {
        change({ put: [{ ...fence, id: 'other', version, zones: [{ id: 'z', geometry: square(5000) }] }] })
        if (restarts) restart()
      }
      walk(0, 500, 500)
      expect(told()).toEqual([entered, '2470 exit v2'])
    },
  )
})

it('a fence that changed after the first fix of an object, but before that came, takes the stay over', () => {
  const sure = { ...fence, confirm: { fixes: 1, seconds: 0 } }
  change({ put: [{ ...sure, version: 2 }] })
  change({ put: [{ ...sure, version: 3 }] })
  report(0, time - 5_000)
  walk(0, 500)
  expect(told()).toEqual(['25 enter v2 initial', '50 exit v3'])
})
