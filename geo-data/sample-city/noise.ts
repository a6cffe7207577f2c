/** Smooth value noise in [-1, 1] over the plane: equal seed and place, equal value; features of the size `scale`. */
export type Noise = (x: number, y: number) => number

const hash = (seed: number, x: number, y: number): number => {
  let h = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(x, 0x27d4eb2f) ^ Math.imul(y, 0x165667b1)
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d)
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39)
  return ((h ^ (h >>> 15)) >>> 0) / 2147483648 - 1
}

const fade = (t: number): number => t * t * t * (t * (t * 6 - 15) + 10)

export function valueNoise(seed: number, scale: number): Noise {
  return (px, py) => {
    const x = px / scale
    const y = py / scale
    const x0 = Math.floor(x)
    const y0 = Math.floor(y)
    const u = fade(x - x0)
    const v = fade(y - y0)
    const south = hash(seed, x0, y0) * (1 - u) + hash(seed, x0 + 1, y0) * u
    const north = hash(seed, x0, y0 + 1) * (1 - u) + hash(seed, x0 + 1, y0 + 1) * u
    return south * (1 - v) + north * v
  }
}

/** Two octaves: large forms with some detail, still in [-1, 1]. */
export function fractalNoise(seed: number, scale: number): Noise {
  const coarse = valueNoise(seed, scale)
  const fine = valueNoise(seed + 101, scale / 2.7)
  return (x, y) => coarse(x, y) * 0.7 + fine(x, y) * 0.3
}
