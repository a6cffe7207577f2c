/** A side of the square that something is cut to: along x (0) or y (1), what lies below or above the bound is kept. */
export interface Side {
  readonly axis: 0 | 1
  readonly bound: number
  readonly keep: 'below' | 'above'
}

/** Flat x, y in tile units; both grow as needed and are used again. */
let from = new Float64Array(1 << 10)
let into = new Float64Array(1 << 10)
let whole = new Int32Array(1 << 10)

/** A ring as it was cut: the first `length` numbers of `xy`, which last until the next ring is cut. */
export interface ClippedRing {
  readonly xy: Int32Array
  readonly length: number
}

/**
 * A closed ring, moved by (-left, -top) and cut to the given sides of a square by Sutherland and Hodgman's algorithm (1974); where it leaves the square
 * it runs along the side. Rounded to whole units, neighbouring equal vertices made one; empty when nothing is left.
 */
export function clipRing(ring: Int32Array, length: number, left: number, top: number, sides: readonly Side[]): ClippedRing {
  if (from.length < length) from = new Float64Array(length * 2)
  for (let i = 0; i < length; i += 2) {
    from[i] = ring[i]! - left
    from[i + 1] = ring[i + 1]! - top
  }
  let count = length
  for (const side of sides) {
    count = clipOnce(count, side)
    ;[from, into] = [into, from]
  }
  if (whole.length < count) whole = new Int32Array(count * 2)
  let at = 0
  for (let i = 0; i < count; i += 2) {
    const x = Math.round(from[i]!)
    const y = Math.round(from[i + 1]!)
    if (at > 0 && whole[at - 2] === x && whole[at - 1] === y) continue
    whole[at++] = x
    whole[at++] = y
  }
  while (at > 2 && whole[0] === whole[at - 2] && whole[1] === whole[at - 1]) at -= 2
  return { xy: whole, length: at }
}

function clipOnce(length: number, { axis, bound, keep }: Side): number {
  // A ring that crosses the side at every vertex gains as many.
  if (into.length < length * 2) into = new Float64Array(length * 4)
  const sign = keep === 'below' ? 1 : -1
  const limit = sign * bound
  let at = 0
  let px = from[length - 2]!
  let py = from[length - 1]!
  let wasIn = sign * (axis === 0 ? px : py) <= limit
  for (let i = 0; i < length; i += 2) {
    const x = from[i]!
    const y = from[i + 1]!
    const isIn = sign * (axis === 0 ? x : y) <= limit
    if (isIn !== wasIn) {
      into[at + axis] = bound
      into[at + 1 - axis] = axis === 0 ? crossing(px, py, x, y, bound) : crossing(py, px, y, x, bound)
      at += 2
    }
    if (isIn) {
      into[at++] = x
      into[at++] = y
    }
    px = x
    py = y
    wasIn = isIn
  }
  return at
}

/** A line cut to the given sides of a square: the pieces inside, rounded to whole units; pieces without length are left out. */
export function clipLine(line: Int32Array, sides: readonly Side[]): Int32Array[] {
  let pieces: (readonly number[])[] = [Array.from(line)]
  for (const side of sides) pieces = pieces.flatMap(piece => split(piece, side))
  return pieces.map(rounded).filter(piece => piece.length >= 4)
}

function split(line: readonly number[], { axis, bound, keep }: Side): number[][] {
  const sign = keep === 'below' ? 1 : -1
  const pieces: number[][] = []
  let piece: number[] = []
  const end = (): void => {
    if (piece.length >= 4) pieces.push(piece)
    piece = []
  }
  for (let i = 0; i < line.length; i += 2) {
    const isIn = sign * (line[i + axis]! - bound) <= 0
    const wasIn = i === 0 ? isIn : sign * (line[i - 2 + axis]! - bound) <= 0
    if (isIn !== wasIn) {
      const across = crossing(line[i - 2 + axis]!, line[i - 1 - axis]!, line[i + axis]!, line[i + 1 - axis]!, bound)
      if (axis === 0) piece.push(bound, across)
      else piece.push(across, bound)
      if (wasIn) end()
    }
    if (isIn) piece.push(line[i]!, line[i + 1]!)
  }
  end()
  return pieces
}

/**
 * Where the segment from (a, aAcross) to (b, bAcross) meets `bound` of the first coordinate. Worked out from its lower end, so that two neighbours, which
 * walk a common edge in opposite directions, get the same bits.
 */
function crossing(a: number, aAcross: number, b: number, bAcross: number, bound: number): number {
  return a < b ? aAcross + (bAcross - aAcross) * ((bound - a) / (b - a)) : bAcross + (aAcross - bAcross) * ((bound - b) / (a - b))
}

function rounded(line: readonly number[]): Int32Array {
  const out: number[] = []
  for (let i = 0; i < line.length; i += 2) {
    const x = Math.round(line[i]!)
    const y = Math.round(line[i + 1]!)
    if (out.length === 0 || out.at(-2) !== x || out.at(-1) !== y) out.push(x, y)
  }
  return Int32Array.from(out)
}
