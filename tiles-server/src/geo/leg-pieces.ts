/** Pieces shorter than this share of a leg are left out: below a micrometre for any leg of a city. */
const SHORTEST = 1e-12

/** From and to, shares of a leg. */
export type Span = readonly [from: number, to: number]

/**
 * The pieces between the places at which something may change, each with what its middle says; neighbours of which the same is said are one. What says
 * undefined is left out.
 */
export function piecesBetween<T>(
  cuts: readonly number[],
  from: number,
  to: number,
  says: (middle: number) => T | undefined,
): { from: number; to: number; value: T }[] {
  const places = [from, ...cuts.filter(cut => cut > from && cut < to).sort((a, b) => a - b), to]
  const pieces: { from: number; to: number; value: T }[] = []
  let start = from
  for (const end of places) {
    if (end - start < SHORTEST) continue
    const value = says((start + end) / 2)
    const last = pieces.at(-1)
    if (value !== undefined && last?.to === start && last.value === value) last.to = end
    else if (value !== undefined) pieces.push({ from: start, to: end, value })
    start = end
  }
  return pieces
}

/** Where a function that changes its sign at most once between two places does, by bisection; undefined where it does not. */
export function signChange(f: (at: number) => number, from: number, to: number): number | undefined {
  let [low, high] = [from, to]
  const isUp = f(high) > 0
  if (f(low) > 0 === isUp) return undefined
  for (let i = 0; i < 60 && low < high; i++) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (f(middle) > 0 === isUp) high = middle
    else low = middle
  }
  return (low + high) / 2
}
