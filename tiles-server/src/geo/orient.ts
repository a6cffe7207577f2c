const ROUNDING = (3 + 16 * 2 ** -53) * 2 ** -53

/**
 * Twice the signed area of the triangle a, b, c: positive when c lies left of the line from a to b, negative on the right, 0 exactly on it.
 * The sign is exact for all finite doubles; the value itself is exact for lattice integers of extents up to 6.7 degrees.
 * Filter: J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic and Fast Robust Geometric Predicates" (1997), bound A of orient2d.
 */
export function orient(ax: number, ay: number, bx: number, by: number, cx: number, cy: number): number {
  const left = (ax - cx) * (by - cy)
  const right = (ay - cy) * (bx - cx)
  const det = left - right
  const bound = ROUNDING * (Math.abs(left) + Math.abs(right))
  if (det > bound || det < -bound) return det
  // A product of differences is exactly zero when a factor is; ends that coincide are the usual case.
  if ((ax === cx || by === cy) && (ay === cy || bx === cx)) return 0
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && isWhole(ax, ay, bx) && isWhole(by, cx, cy)) return det
  return exactSign(ax, ay, bx, by, cx, cy)
}

const isWhole = (a: number, b: number, c: number): boolean => Number.isSafeInteger(a) && Number.isSafeInteger(b) && Number.isSafeInteger(c)

function exactSign(...coordinates: [number, number, number, number, number, number]): number {
  const parts = coordinates.map(mantissaAndExponent)
  const least = Math.min(...parts.map(([, exponent]) => exponent))
  const [ax, ay, bx, by, cx, cy] = parts.map(([mantissa, exponent]) => mantissa << BigInt(exponent - least)) as [
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
    bigint,
  ]
  const det = (ax - cx) * (by - cy) - (ay - cy) * (bx - cx)
  return det > 0n ? 1 : det < 0n ? -1 : 0
}

const bits = new DataView(new ArrayBuffer(8))

/** A finite double as an integer times a power of two (IEEE 754 binary64). */
function mantissaAndExponent(value: number): [bigint, number] {
  if (value === 0) return [0n, 971]
  bits.setFloat64(0, value)
  const raw = bits.getBigUint64(0)
  const biased = Number((raw >> 52n) & 0x7ffn)
  const fraction = raw & 0xfffffffffffffn
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n
  return [value < 0 ? -mantissa : mantissa, (biased === 0 ? 1 : biased) - 1075]
}

/** How two segments meet, shared end points aside. */
export type Meeting = 'none' | 'cross' | 'touch' | 'overlap'

/**
 * `cross`: they cross inside both. `touch`: an end of one lies inside the other. `overlap`: they run along each other for more than a point.
 * `none`: they do not meet, or only at an end point of both.
 */
export function segmentsMeet(ax: number, ay: number, bx: number, by: number, cx: number, cy: number, dx: number, dy: number): Meeting {
  if (Math.max(ax, bx) < Math.min(cx, dx) || Math.max(cx, dx) < Math.min(ax, bx)) return 'none'
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return 'none'
  const c = orient(ax, ay, bx, by, cx, cy)
  const d = orient(ax, ay, bx, by, dx, dy)
  if ((c > 0 && d > 0) || (c < 0 && d < 0)) return 'none'
  if (c === 0 && d === 0) return collinearMeet(ax, ay, bx, by, cx, cy, dx, dy)
  const a = orient(cx, cy, dx, dy, ax, ay)
  const b = orient(cx, cy, dx, dy, bx, by)
  if ((a > 0 && b > 0) || (a < 0 && b < 0)) return 'none'
  if (a !== 0 && b !== 0 && c !== 0 && d !== 0) return 'cross'
  const atEnds = (c === 0 || d === 0) && (a === 0 || b === 0)
  return atEnds ? 'none' : 'touch'
}

function collinearMeet(ax: number, ay: number, bx: number, by: number, cx: number, cy: number, dx: number, dy: number): Meeting {
  const low = Math.max(Math.min(ax, bx), Math.min(cx, dx))
  const high = Math.min(Math.max(ax, bx), Math.max(cx, dx))
  if (low !== high) return low < high ? 'overlap' : 'none'
  const bottom = Math.max(Math.min(ay, by), Math.min(cy, dy))
  const top = Math.min(Math.max(ay, by), Math.max(cy, dy))
  return bottom < top ? 'overlap' : 'none'
}
