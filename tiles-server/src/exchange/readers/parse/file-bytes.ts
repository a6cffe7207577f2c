import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

const CHUNK = 1 << 20

/** Reads a file from its beginning to its end in pieces of any size. Synchronous: for parser threads only. */
export class FileBytes {
  readonly size: number
  /** Byte at which the next piece begins. */
  at = 0
  private readonly file: number
  private chunk = Buffer.alloc(0)
  /** Byte at which `chunk` begins. */
  private from = 0

  constructor(path: string) {
    this.file = openSync(path, 'r')
    this.size = fstatSync(this.file).size
  }

  /** The next bytes, valid until the next call; undefined when the file has fewer left. */
  read(length: number): Buffer | undefined {
    if (length < 0 || this.at + length > this.size) return undefined
    if (this.at < this.from || this.at + length > this.from + this.chunk.length) this.fill(length)
    const piece = this.chunk.subarray(this.at - this.from, this.at - this.from + length)
    this.at += length
    return piece
  }

  close(): void {
    closeSync(this.file)
  }

  private fill(length: number): void {
    const wanted = Math.min(Math.max(length, CHUNK), this.size - this.at)
    if (wanted > this.chunk.buffer.byteLength || this.chunk.length === 0) this.chunk = Buffer.allocUnsafeSlow(wanted)
    else this.chunk = Buffer.from(this.chunk.buffer, 0, wanted)
    this.from = this.at
    let got = 0
    while (got < wanted) {
      const bytes = readSync(this.file, this.chunk, got, wanted - got, this.at + got)
      if (bytes === 0) throw new Error('the file became shorter while it was read')
      got += bytes
    }
  }
}
