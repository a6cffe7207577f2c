/** A deterministic source of numbers in [0, 1). Decisions that need chance take one of these, never Math.random. */
export type Random = () => number

/** mulberry32 (Tommy Ettinger, public domain): 32 bits of state, enough for sample data and test draws. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
