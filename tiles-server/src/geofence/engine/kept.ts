import type { Fence, Zone } from './fence.ts'
import type { Output } from './state.ts'
import type { Transition } from './types.ts'

const TRANSITIONS: readonly Transition[] = ['enter', 'exit', 'cross', 'dwell', 'loiter', 'crowd', 'absent', 'silent', 'speed', 'corridor']
/** Codes beyond the transitions: one more, one less in a zone. */
const MORE = TRANSITIONS.length
const LESS = MORE + 1
const CODES = 16

/**
 * What was put out, without what it says: enough to know it again, to see whether it says something else now, and to take it back.
 * Packed, since with whole alerts memory would be spent on them and not on objects.
 */
export interface Kept {
  /** The zone and the version that decided, of each. */
  readonly of: readonly (Zone | Fence)[]
  /** When it was decided, what it is dated, and its code with a sum over what it says, of each. */
  readonly numbers: readonly number[]
}

export const NOTHING_KEPT: Kept = { of: [], numbers: [] }

export const isNothing = ({ of }: Kept): boolean => of.length === 0

export function keep(outputs: readonly Output[]): Kept {
  if (outputs.length === 0) return NOTHING_KEPT
  // Copies are as long as they need to be.
  return {
    of: outputs.flatMap(({ zone, fence }) => [zone, fence]).slice(),
    numbers: outputs.flatMap(output => [output.at, output.time, sumOf(output) * CODES + codeOf(output)]).slice(),
  }
}

export function joined(a: Kept, b: Kept): Kept {
  if (isNothing(a)) return b
  return isNothing(b) ? a : { of: a.of.concat(b.of), numbers: a.numbers.concat(b.numbers) }
}

/** Those decided after a moment. */
export function keptAfter(kept: Kept, moment: number): Kept {
  const { of, numbers } = kept
  const isWanted = (i: number): boolean => numbers[3 * i]! > moment
  return { of: of.filter((_, k) => isWanted(k >> 1)), numbers: numbers.filter((_, k) => isWanted(Math.floor(k / 3))) }
}

/** One of them, as far as it is needed to take it back. */
export interface Former {
  readonly at: number
  readonly time: number
  readonly zone: Zone
  readonly fence: Fence
  readonly sum: number
  /** null: it was counted in its zone. */
  readonly transition: Transition | null
  readonly delta: 1 | -1
}

export function formers({ of, numbers }: Kept): Former[] {
  return Array.from({ length: of.length / 2 }, (_, i) => {
    const packed = numbers[3 * i + 2]!
    const code = packed % CODES
    return {
      at: numbers[3 * i]!,
      time: numbers[3 * i + 1]!,
      zone: of[2 * i] as Zone,
      fence: of[2 * i + 1] as Fence,
      sum: Math.floor(packed / CODES),
      transition: TRANSITIONS[code] ?? null,
      delta: code === MORE ? 1 : -1,
    }
  })
}

const codeOf = (output: Output): number =>
  output.kind === 'count' ? (output.delta > 0 ? MORE : LESS) : TRANSITIONS.indexOf(output.transition)

/** The same for the same alert (or count) of an object, whatever it says. */
export function isSame(output: Output, { zone, fence, time, transition, delta }: Former): boolean {
  if (output.time !== time) return false
  if (output.kind === 'count') return transition === null && output.delta === delta && output.zone === zone
  const [a, b] = [output.fence.rule, fence.rule]
  return output.transition === transition && output.zone.id === zone.id && a.version === b.version && a.id === b.id
}

const bits = new Float64Array(1)
const words = new Int32Array(bits.buffer)

/** 48 bits over all that an alert says beside what makes it one: two rounds of FNV-1a with different primes, words at a time. */
export function sumOf(output: Output): number {
  if (output.kind === 'count') return 0
  const { initial, reason, enter, explanation, fixes } = output.details
  let [high, low] = [initial ? 1 : 2, 0x2f0b4c47]
  const mix = (value: number | null | undefined): void => {
    bits[0] = value ?? -1
    for (const word of words) {
      high = Math.imul(high ^ word ^ (high >>> 15), 0x01000193)
      low = Math.imul(low ^ word ^ (low >>> 13), 0x5bd1e995)
    }
  }
  for (const character of reason ?? '') mix(character.charCodeAt(0))
  mix(enter?.time)
  mix(enter?.version)
  const { edge, confirmed, accuracy, seconds, entries, count, speed } = explanation
  for (const value of [edge, confirmed, accuracy, seconds, entries, count, speed]) mix(value)
  for (const { time, lon, lat, accuracy: metres } of fixes) {
    mix(time)
    mix(lon)
    mix(lat)
    mix(metres)
  }
  return (high >>> 8) * 2 ** 24 + (low >>> 8)
}
