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
  change({ put: [fence] })
})
function change(changes: Parameters<Engine['setFences']>[0]): void {
  time += 10_000
  standing.take(engine.setFences(changes, time))
}
function walk(...places: number[]): void {
  for (const east of places) {
    time += 10_000
    const [lon, lat] = at(east, 0)
    const fix: Fix = { seq: time, object: 'o', time, received: time, lon, lat, accuracy: null, speed: null, flags: 0 }
    standing.take(engine.process([fix]))
  }
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
})
