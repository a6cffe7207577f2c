import type { Clock } from './clock.ts'

const COUNTER_LIMIT = 0x1000

/**
 * A source of ids that sort by the time they were made: UUID version 7 (RFC 9562 section 5.7) in lower case.
 * Ids of one source strictly ascend: within a millisecond a 12-bit counter tells them apart, and a clock that steps back is not followed.
 */
export function createIds(clock: Clock, randomBytes: (count: number) => Uint8Array = secureBytes): () => string {
  let last = -1
  let counter = 0
  return () => {
    const now = Math.floor(clock.now())
    if (now > last) {
      last = now
      counter = 0
    } else {
      counter += 1
      if (counter === COUNTER_LIMIT) {
        last += 1
        counter = 0
      }
    }
    return format(last, counter, randomBytes(8))
  }
}

function secureBytes(count: number): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(count))
}

/** time (48 bits) - version 7 and counter (12 bits) - variant 10 and 62 random bits. */
function format(time: number, counter: number, random: Uint8Array): string {
  const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
  const tail = [...random].map((byte, i) => hex(i === 0 ? (byte & 0x3f) | 0x80 : byte, 2)).join('')
  const stamp = hex(time, 12)
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-7${hex(counter, 3)}-${tail.slice(0, 4)}-${tail.slice(4)}`
}
