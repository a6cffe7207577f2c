/** Writes the few protobuf forms a vector tile needs (varint, double, string, nested message) into one growing buffer. */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafe(1 << 14)
  #at = 0

  finish(): Uint8Array {
    return this.#buffer.subarray(0, this.#at)
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
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#at + bytes))
    this.#buffer.copy(larger, 0, 0, this.#at)
    this.#buffer = larger
  }
}

function varintSize(value: number): number {
  let size = 1
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size++
  return size
}
