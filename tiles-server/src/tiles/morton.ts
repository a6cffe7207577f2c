/** The Morton code of a cell (G. M. Morton, 1966): the bits of x and y in turns, x first from below. Exact below 2^26 each. */
export const encodeMorton = (x: number, y: number): number => mixed(x >>> 16, y >>> 16) * 2 ** 32 + mixed(x & 0xffff, y & 0xffff)
const mixed = (x: number, y: number): number => (spread(x) | (spread(y) << 1)) >>> 0

/** The cell of a Morton code. */
export const decodeMorton = (key: number): [x: number, y: number] => {
  const [high, low] = [Math.floor(key / 2 ** 32), key % 2 ** 32]
  return [(gather(high) << 16) | gather(low), (gather(high >>> 1) << 16) | gather(low >>> 1)]
}

/** Every bit of the lower 16 to twice its place. */
function spread(value: number): number {
  let bits = value
  bits = (bits | (bits << 8)) & 0x00ff00ff
  bits = (bits | (bits << 4)) & 0x0f0f0f0f
  bits = (bits | (bits << 2)) & 0x33333333
  return (bits | (bits << 1)) & 0x55555555
}

/** Every second bit, from the lowest on, to half its place. */
function gather(value: number): number {
  let bits = value & 0x55555555
  bits = (bits | (bits >>> 1)) & 0x33333333
  bits = (bits | (bits >>> 2)) & 0x0f0f0f0f
  bits = (bits | (bits >>> 4)) & 0x00ff00ff
  return (bits | (bits >>> 8)) & 0x0000ffff
}
