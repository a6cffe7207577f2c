import { describe, expect, it } from 'vitest'
import { isSession, SESSION_SECONDS, sameSecret, signSession } from './session.ts'

const NOW = 1_800_000_000_000

describe('session cookies', () => {
  const value = signSession('secret', NOW)

  it('hold until they end, for the token they were made from', () => {
    expect(isSession(value, 'secret', NOW)).toBe(true)
    expect(isSession(value, 'secret', NOW + SESSION_SECONDS * 1000 - 1)).toBe(true)
    expect(isSession(value, 'secret', NOW + SESSION_SECONDS * 1000)).toBe(false)
    expect(isSession(value, 'another', NOW)).toBe(false)
  })

  it('do not tell the token and cannot be prolonged', () => {
    expect(value).not.toContain('secret')
    const [ends, signature] = value.split('.')
    expect(isSession(`${Number(ends) + 1}.${signature}`, 'secret', NOW)).toBe(false)
    for (const bad of ['', '.', value.slice(0, -1), `${value}x`, `0${value}`, 'a.b']) expect(isSession(bad, 'secret', NOW)).toBe(false)
  })

  it('compares secrets of any length', () => {
    expect(sameSecret('a', 'a')).toBe(true)
    expect(sameSecret('a', 'ab')).toBe(false)
    expect(sameSecret('', 'a')).toBe(false)
  })
})
