/** Writes the few protobuf forms a vector tile needs (varint, double, string, bytes, nested message) into one growing buffer, used again and again. */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafeSlow(1 << 16)
  #at = 0

  /** A copy of what was written since the last time. */
  finish(): Uint8Array {
    const bytes = Buffer.allocUnsafe(this.#at)
    this.#buffer.copy(bytes, 0, 0, this.#at)
    this.#at = 0
    return bytes
  }

  /** A whole number from 0 to 2^53 as a varint, without a field header. */
  uint(value: number): void {
    this.#reserve(10)
    let rest = value
    while (rest > 127) {
      this.#buffer[this.#at++] = (rest % 128) | 128
      rest = Math.floor(rest / 128)
    }
    this.#buffer[this.#at++] = rest
  }

  uintField(field: number, value: number): void {
    this.uint(field * 8)
    this.uint(value)
  }

  doubleField(field: number, value: number): void {
    this.uint(field * 8 + 1)
    this.#reserve(8)
    this.#at = this.#buffer.writeDoubleLE(value, this.#at)
  }

  stringField(field: number, text: string): void {
    this.uint(field * 8 + 2)
    const length = Buffer.byteLength(text)
    this.uint(length)
    this.#reserve(length)
    this.#at += this.#buffer.write(text, this.#at)
  }

  /** Bytes `from` to `to`. */
  bytesField(field: number, bytes: Uint8Array, from: number, to: number): void {
    this.uint(field * 8 + 2)
    this.uint(to - from)
    this.#reserve(to - from)
    const buffer = this.#buffer
    let at = this.#at
    // A call costs more than copying the few bytes of most geometries.
    if (to - from > 64) buffer.set(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to), at)
    else for (let i = from; i < to; i++) buffer[at++] = bytes[i]!
    this.#at += to - from
  }

  /** A nested message: what `write` writes, with its length in front. */
  message(field: number, write: () => void): void {
    this.uint(field * 8 + 2)
    const start = this.#at
    // One byte is left for the length, as most messages are short; a longer one is moved up.
    this.#reserve(1)
    this.#at++
    write()
    const length = this.#at - start - 1
    const end = this.#at
    const extra = varintSize(length) - 1
    // Room for the length too, for the buffer must not grow while the place of writing is moved back.
    this.#reserve(10)
    if (extra > 0) this.#buffer.copyWithin(start + 1 + extra, start + 1, end)
    this.#at = start
    this.uint(length)
    this.#at = end + extra
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
  }
}

function varintSize(value: number): number {
  let size = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++
  return size
}
