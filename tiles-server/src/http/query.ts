import { shown } from '../features/index.ts'
import type { Bbox } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'

/**
 * Reads a query string, strictly: every parameter is one of `allowed` (else unknown-parameter), given once unless it is `repeated`, and decodes as UTF-8.
 * `+` is a space, as forms write it.
 */
export function readQuery(querystring: string, allowed: readonly string[], repeated: readonly string[] = []): Map<string, string> {
  const result = new Map<string, string>()
  if (querystring === '') return result
  for (const pair of querystring.split('&')) {
    if (pair === '') continue
    const cut = pair.indexOf('=')
    const name = decode(cut < 0 ? pair : pair.slice(0, cut))
    if (!allowed.includes(name)) {
      const known = allowed.length === 0 ? 'none is taken here' : `taken here: ${allowed.join(', ')}`
      throw new ZongtuError('unknown-parameter', `query parameter ${shown(name)} is unknown; ${known}`, { parameter: name.slice(0, 60) })
    }
    if (result.has(name) && !repeated.includes(name)) throw badParameter(name, 'given more than once')
    result.set(name, decode(cut < 0 ? '' : pair.slice(cut + 1)))
  }
  return result
}

/** All values of a parameter that may be given several times, in order; the query string was read by `readQuery` before. */
export function readRepeated(querystring: string, name: string): string[] {
  return querystring.split('&').flatMap(pair => {
    const cut = pair.indexOf('=')
    return cut >= 0 && decode(pair.slice(0, cut)) === name ? [decode(pair.slice(cut + 1))] : []
  })
}

function decode(text: string): string {
  let value: string
  try {
    value = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new ZongtuError('bad-parameter', `query part ${shown(text)} is not percent-encoded UTF-8`)
  }
  if (value.includes('\0')) throw new ZongtuError('bad-parameter', `query part ${shown(text)} contains NUL`)
  return value
}

/** `west,south,east,north` in degrees, west <= east, within [-180, 180] and [-90, 90]. */
export function readBbox(query: ReadonlyMap<string, string>): Bbox | undefined {
  const text = query.get('bbox')
  if (text === undefined) return undefined
  const parts = text.split(',')
  const numbers = parts.map(part => (/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(part) ? Number(part) : Number.NaN))
  if (numbers.length !== 4 || !numbers.every(Number.isFinite)) {
    throw badParameter('bbox', `${shown(text)}, it must be four numbers: west,south,east,north`)
  }
  const [west, south, east, north] = numbers as [number, number, number, number]
  if (west < -180 || east > 180 || south < -90 || north > 90) {
    throw badParameter('bbox', `${shown(text)}, it must lie within -180,-90,180,90`)
  }
  if (west > east || south > north) throw badParameter('bbox', `${shown(text)}, west must not exceed east, nor south north`)
  return [west, south, east, north]
}

/** A whole number in [min, max]; `fallback` when absent. */
export function readInteger(query: ReadonlyMap<string, string>, name: string, min: number, max: number): number | undefined {
  const text = query.get(name)
  if (text === undefined) return undefined
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) throw badParameter(name, `${shown(text)}, it must be a whole number from ${min} to ${max}`)
  return value
}

/** One of a few words. */
export function readChoice<T extends string>(query: ReadonlyMap<string, string>, name: string, choices: readonly T[], fallback: T): T {
  const text = query.get(name)
  if (text === undefined) return fallback
  const choice = choices.find(candidate => candidate === text)
  if (choice === undefined) throw badParameter(name, `${shown(text)}, it must be ${choices.join(' or ')}`)
  return choice
}

export const badParameter = (name: string, problem: string): ZongtuError =>
  new ZongtuError('bad-parameter', `${name} is ${problem}`, { parameter: name })
