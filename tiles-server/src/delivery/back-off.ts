import type { Random } from '../kernel/index.ts'

/** So often it is tried before it is given up. */
export const MOST_ATTEMPTS = 14
/** The longest time between two attempts. */
const LONGEST_MS = 4 * 3_600_000
/** What a receiver may ask for by Retry-After. */
const LONGEST_ASKED_MS = 3_600_000

/**
 * Milliseconds until the next attempt after `attempts` that failed: three times as long each time, up to four hours, and off by up to a fifth, so that what
 * failed together does not come back together. With the default first wait of five seconds the last attempt is about a day and a half after the first.
 */
export function backOff(attempts: number, firstMs: number, random: Random): number {
  const plain = Math.min(LONGEST_MS, firstMs * 3 ** Math.max(0, attempts - 1))
  return Math.round(plain * (0.8 + 0.4 * random()))
}

/** Milliseconds that a Retry-After header asks for (RFC 9110 section 10.2.3), an hour at most; undefined for what is none. */
export function retryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  const wait = /^\d{1,9}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now
  return Number.isFinite(wait) ? Math.max(0, Math.min(LONGEST_ASKED_MS, wait)) : undefined
}
