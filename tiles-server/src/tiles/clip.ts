/** A side of the square that something is cut to: along x (0) or y (1), what lies below or above the bound is kept. */
export interface Side {
  readonly axis: 0 | 1
  readonly bound: number
  readonly keep: 'below' | 'above'
}

/** Flat x, y in tile units; grows as needed and is used again. */
let from = new Float64Array(1 << 10)
let into = new Float64Array(1 << 10)

/**
 * A closed ring cut to the given sides of a square by Sutherland and Hodgman's algorithm (1974); where it leaves the square it runs along the
 * side. Rounded to whole units, neighbouring equal vertices made one; empty when nothing is left.
 */
export function clipRing(ring: Int32Array, sides: readonly Side[]): Int32Array {
  let length = load(ring)
  for (const side of sides) {
    length = clipOnce(length, side)
    ;[from, into] = [into, from]
  }
  return rounded(from, 0, length, true)
}

/** A line cut to the given sides of a square: the pieces inside, rounded to whole units; pieces without length are left out. */
export function clipLine(line: Int32Array, sides: readonly Side[]): Int32Array[] {
  let pieces: Float64Array[] = [Float64Array.from(line)]
  for (const side of sides) pieces = pieces.flatMap(piece => split(piece, side))
  return pieces.map(piece => rounded(piece, 0, piece.length, false)).filter(piece => piece.length >= 4)
}

function load(ring: Int32Array): number {
  // Each side can add two vertices for each that goes out and comes in again.
  const room = ring.length * 2 + 16
  if (from.length < room) [from, into] = [new Float64Array(room * 2), new Float64Array(room * 2)]
  from.set(ring)
  return ring.length
}

function clipOnce(length: number, side: Side): number {
  const { axis, bound } = side
  const sign = side.keep === 'below' ? 1 : -1
  if (into.length < length * 2 + 16) into = new Float64Array(length * 4 + 16)
  let at = 0
  let [px, py] = [from[length - 2]!, from[length - 1]!]
  let wasIn = sign * ((axis === 0 ? px : py) - bound) <= 0
  for (let i = 0; i < length; i += 2) {
    const x = from[i]!
    const y = from[i + 1]!
    const isIn = sign * ((axis === 0 ? x : y) - bound) <= 0
    if (isIn !== wasIn) {
      into[at + axis] = bound
      into[at + 1 - axis] = axis === 0 ? crossing(px, py, x, y, bound) : crossing(py, px, y, x, bound)
      at += 2
    }
    if (isIn) {
      into[at++] = x
      into[at++] = y
    }
    ;[px, py, wasIn] = [x, y, isIn]
  }
  return at
}

function split(line: Float64Array, { axis, bound, keep }: Side): Float64Array[] {
  const sign = keep === 'below' ? 1 : -1
  const pieces: Float64Array[] = []
  let piece: number[] = []
  const end = (): void => {
    if (piece.length >= 4) pieces.push(Float64Array.from(piece))
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

function rounded(line: Float64Array, start: number, length: number, closed: boolean): Int32Array {
  const out = new Int32Array(length - start)
  let at = 0
  for (let i = start; i < length; i += 2) {
    const x = Math.round(line[i]!)
    const y = Math.round(line[i + 1]!)
    if (at > 0 && out[at - 2] === x && out[at - 1] === y) continue
    out[at++] = x
    out[at++] = y
  }
  while (closed && at > 2 && out[0] === out[at - 2] && out[1] === out[at - 1]) at -= 2
  return at === out.length ? out : out.subarray(0, at)
}
