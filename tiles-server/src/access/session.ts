import { createHash, createHmac, timingSafeEqual } from 'node:crypto'

/** Seconds a browser stays signed in. */
export const SESSION_SECONDS = 12 * 3600

/** Compares two secrets in a time that tells nothing about where they differ, nor about their lengths. */
export function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/**
 * The value of a session cookie: when it ends and a signature that only a holder of the token can make (HMAC-SHA-256).
 * Nothing is kept on the server, so a restart signs nobody out; another token does.
 */
export function signSession(token: string, nowMs: number): string {
  const ends = Math.floor(nowMs / 1000) + SESSION_SECONDS
  return `${ends}.${signature(token, ends)}`
}

export function isSession(value: string, token: string, nowMs: number): boolean {
  const match = /^([1-9]\d{0,11})\.([\w-]{43})$/.exec(value)
  if (match === null) return false
  const ends = Number(match[1])
  return sameSecret(match[2]!, signature(token, ends)) && ends * 1000 > nowMs
}

const signature = (token: string, ends: number): string =>
  createHmac('sha256', token).update(`zongtu session until ${ends}`).digest('base64url')
