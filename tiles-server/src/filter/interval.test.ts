import { describe, expect, it } from 'vitest'
import { parseInterval } from './interval.ts'

describe('datetime', () => {
  const at = Date.UTC(2026, 4, 1)
  const next = Date.UTC(2026, 4, 2)

  it.each([
    ['2026-05-01T00:00:00Z', at, at],
    ['2026-05-01T08:00:00+08:00', at, at],
    ['2026-05-01T00:00:00Z/2026-05-02T00:00:00Z', at, next],
    ['../2026-05-02T00:00:00Z', -Infinity, next],
    ['/2026-05-02T00:00:00Z', -Infinity, next],
    ['2026-05-01T00:00:00Z/..', at, Infinity],
  ])('%s', (text, from, to) => expect(parseInterval(text)).toEqual({ from, to }))

  it.each([
    '',
    '..',
    '../..',
    '/',
    'yesterday',
    '2026-05-01',
    '2026-05-02T00:00:00Z/2026-05-01T00:00:00Z',
    'a/b/c',
    '2026-05-01T00:00:00Z/x',
  ])('refuses "%s"', text => expect(() => parseInterval(text)).toThrow(/^bad-parameter: datetime is/))
})
