import { expect, it } from 'vitest'
import type { FenceRule } from '../../contract/index.ts'
import type { AppliedBatch, Live } from '../../live/index.ts'
import type { createFenceRows, StoredFence } from '../../store/index.ts'
import { FenceSet } from './fence-set.ts'

const rule = {
  ...{
    name: 'f',
    enabled: true,
    dryRun: false,
    detect: ['enter'],
    objects: { all: true },
    severity: 'major',
    confirm: { fixes: 2, seconds: 0 },
  },
  zones: [
    {
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [0, 0],
            [1, 0],
            [1, 1],
            [0, 0],
          ],
        ],
      },
    },
  ],
} as unknown as FenceRule
const stored = (id: string, version: number): StoredFence => ({
  ...{ id, version, rule, createdAt: '', createdBy: '', updatedAt: '', updatedBy: '', removedAt: null, removedBy: null },
})
const changed = (...ids: string[]): AppliedBatch => ({
  ...{ seq: 1, diffs: [], reset: [], untold: [] },
  changes: ids.map(id => ({ seq: 1, layer: 'fence', op: 'update' as const, id, bbox: null })),
})
const live = { has: () => false } as unknown as Live

/** Rows of one fence, where something happens while they are read. */
function setOf(during: (set: FenceSet) => void) {
  let version = 1
  const rows = {
    list: async () => {
      const row = stored('a', version)
      await Promise.resolve()
      version++
      during(set)
      return { rows: [row], more: false }
    },
    get: (id: string) => Promise.resolve(stored(id, version)),
  } as unknown as ReturnType<typeof createFenceRows>
  const set: FenceSet = new FenceSet(rows, live)
  return set
}

it('forgets no change that comes while fences are being read', async () => {
  const set = setOf(own => own.note(changed('a')))
  const first = await set.changes(new Map())
  expect([first.put!.map(({ version }) => version), set.isDirty]).toEqual([[1], true])
  const next = await set.changes(new Map(first.put!.map(fence => [fence.id, fence])))
  expect([next.put!.map(({ version }) => version), set.isDirty]).toEqual([[2], false])
})

it('has everything still to do when reading fails', async () => {
  let isAway = true
  const set = setOf(() => {
    if (isAway) throw new Error('away')
  })
  await expect(set.changes(new Map())).rejects.toThrow('away')
  isAway = false
  expect(set.isDirty).toBe(true)
  expect((await set.changes(new Map())).put).toHaveLength(1)
})
