import { describe, expect, it } from 'vitest'
import { createIds } from './ids.ts'

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

describe('time-ordered ids', () => {
  it('are UUIDs of version 7 that start with the millisecond', () => {
    const id = createIds({ now: () => 0x0123456789ab })()
    expect(id).toMatch(UUID7)
    expect(id.replaceAll('-', '').slice(0, 12)).toBe('0123456789ab')
  })

  it('ascend strictly within one millisecond, beyond the counter and when the clock steps back', () => {
    let now = 1_000_000
    const next = createIds({ now: () => now })
    const ids = Array.from({ length: 9000 }, next)
    now -= 500
    ids.push(next(), next())
    for (let i = 1; i < ids.length; i++) expect(ids[i]! > ids[i - 1]!).toBe(true)
    for (const id of ids) expect(id).toMatch(UUID7)
  })
})
