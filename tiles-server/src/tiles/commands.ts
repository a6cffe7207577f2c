/** A feature's geometry as the commands of a vector tile (specification 2.1, section 4.3): bytes `from` to `to` of a buffer that others share. */
export interface Commands {
  readonly type: 1 | 2 | 3
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

const MOVE_TO = 1
const LINE_TO = 2
const CLOSE_PATH = 15
/** Most bytes that one vertex and the commands around it take. */
const ROOM = 32

/** Writes geometries into one growing buffer, one after the other; no vertex is copied on the way. */
export class CommandWriter {
  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  #from = 0
  #x = 0
  #y = 0

  /** A new geometry begins. */
  begin(): void {
    this.#from = this.#at
    this.#x = this.#y = 0
  }

  /** The geometry written since `begin`. */
  end(type: 1 | 2 | 3): Commands {
    return { type, bytes: this.#bytes, from: this.#from, to: this.#at }
  }

  /** A whole geometry in tile coordinates; rings are not closed. */
  geometry({ type, runs }: { readonly type: 1 | 2 | 3; readonly runs: readonly ArrayLike<number>[] }): Commands {
    this.begin()
    for (const run of runs) {
      if (type === 1) this.points(run)
      else if (type === 2) this.line(run)
      else this.ring(run, run.length, 0, 0, false)
    }
    return this.end(type)
  }

  points(xy: ArrayLike<number>): void {
    this.#reserve(xy.length / 2)
    this.#command(MOVE_TO, xy.length / 2)
    for (let i = 0; i < xy.length; i += 2) this.#step(xy[i]!, xy[i + 1]!)
  }

  line(xy: ArrayLike<number>): void {
    this.#reserve(xy.length / 2)
    this.#command(MOVE_TO, 1)
    this.#step(xy[0]!, xy[1]!)
    this.#command(LINE_TO, xy.length / 2 - 1)
    for (let i = 2; i < xy.length; i += 2) this.#step(xy[i]!, xy[i + 1]!)
  }

  /**
   * A ring of the first `length` numbers of `xy`, moved by (-left, -top), beginning at its lowest vertex (x, then y): what a tile shows of an area does
   * not depend on where its outline begins, which may be far away and change there.
   */
  ring(xy: ArrayLike<number>, length: number, left: number, top: number, backwards: boolean): void {
    this.#reserve(length / 2)
    const start = lowestVertex(xy, length)
    const step = backwards ? -2 : 2
    this.#command(MOVE_TO, 1)
    this.#step(xy[start]! - left, xy[start + 1]! - top)
    this.#command(LINE_TO, length / 2 - 1)
    for (let n = 2, k = start; n < length; n += 2) {
      k += step
      if (k === length) k = 0
      else if (k < 0) k = length - 2
      this.#step(xy[k]! - left, xy[k + 1]! - top)
    }
    this.#bytes[this.#at++] = CLOSE_PATH
  }

  #command(id: number, count: number): void {
    this.#varint(count * 8 + id)
  }

  #step(x: number, y: number): void {
    const dx = x - this.#x
    const dy = y - this.#y
    this.#x = x
    this.#y = y
    this.#varint((dx << 1) ^ (dx >> 31))
    this.#varint((dy << 1) ^ (dy >> 31))
  }

  /** A number below 2^31. */
  #varint(value: number): void {
    const bytes = this.#bytes
    let rest = value
    while (rest > 127) {
      bytes[this.#at++] = (rest & 127) | 128
      rest >>>= 7
    }
    bytes[this.#at++] = rest
  }

  #reserve(vertices: number): void {
    const least = this.#at + (vertices + 1) * 10 + ROOM
    if (least <= this.#bytes.length) return
    // From Node's pool: most tiles need little, and a block of its own for each would have to be cleared and collected.
    const larger = Buffer.allocUnsafe(Math.max(least, this.#bytes.length * 2, 1 << 10))
    larger.set(this.#bytes.subarray(0, this.#at))
    this.#bytes = larger
  }
}

/** Where the lowest vertex (x, then y) of the first `length` numbers stands. */
export function lowestVertex(xy: ArrayLike<number>, length: number): number {
  let low = 0
  for (let i = 2; i < length; i += 2) {
    if (xy[i]! < xy[low]! || (xy[i] === xy[low] && xy[i + 1]! < xy[low + 1]!)) low = i
  }
  return low
}
