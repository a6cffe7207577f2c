import { expect, it, vi } from 'vitest'
import type { Fix } from '../contract/index.ts'
import { Tail } from './tail.ts'

const fix = (seq: number): Fix => ({
  ...{ seq, object: 'o', time: seq, received: seq, lon: 0, lat: 0, accuracy: null, speed: null, heading: null, flags: 0 },
})

it('tells every fix to every listener, also after one of them failed', async () => {
  const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const log: Fix[] = []
  let news = (): void => undefined
  const tail = new Tail({
    lastSeq: () => Promise.resolve(0),
    read: after => Promise.resolve(log.filter(({ seq }) => seq > after)),
    listen: onNews => {
      news = onNews
      return () => Promise.resolve()
    },
  })
  await tail.open()
  tail.onFixes(() => {
    throw new Error('broken')
  })
  const told: number[] = []
  tail.onFixes(fixes => told.push(...fixes.map(({ seq }) => seq)))
  for (const seq of [1, 2, 3]) {
    log.push(fix(seq))
    news()
    await vi.waitFor(() => expect(told.at(-1)).toBe(seq))
  }
  expect([told, warned.mock.calls.length]).toEqual([[1, 2, 3], 3])
  warned.mockRestore()
  await tail.close()
})
