import { describe, expect, it } from 'vitest'
import { relativeTime } from './time.ts'

const now = Date.parse('2026-05-01T12:00:00Z')

describe('relative times', () => {
  it.each([
    [0, 'now'],
    [-59_000, '59 sec. ago'],
    [-60_000, '1 min. ago'],
    [-3_599_000, '59 min. ago'],
    [-3_600_000, '1 hr. ago'],
    [-86_400_000 * 29, '29 days ago'],
    [-86_400_000 * 31, 'last mo.'],
    [-86_400_000 * 800, '2 yr. ago'],
    [120_000, 'in 2 min.'],
  ])('%i ms is %s', (offset, text) => expect(relativeTime(now + offset, now, 'en')).toBe(text))

  it('speaks Chinese', () => expect(relativeTime(now - 180_000, now, 'zh-CN')).toBe('3分钟前'))
})
