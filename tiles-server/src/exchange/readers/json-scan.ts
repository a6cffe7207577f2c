import { badImport } from '../shown.ts'
import { IMPORT_LIMITS } from '../types.ts'

/** One element of the top-level `features` array, not yet parsed. */
export interface RawElement {
  readonly bytes: Uint8Array
  /** Offset of its first byte in the source. */
  readonly byte: number
  /** Its brackets nest deeper than allowed. */
  readonly tooDeep: boolean
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN = [0x7b, 0x5b]
const CLOSE = [0x7d, 0x5d]
const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

/**
 * Cuts a JSON text into the elements of its top-level `features` array and the rest (`frame`, in which that array is empty), so that
 * each element can be parsed by itself: memory stays at one element, errors have a row and a byte, and hostile nesting costs nothing.
 * A document without such an array is all frame.
 */
export class FeatureScan {
  private readonly frameParts: Uint8Array[] = []
  private frameSize = 0
  private at = 0
  private inFeatures = false
  private seenFeatures = false
  private depth = 0
  private inString = false
  private escaped = false
  // Of the frame: the last string of depth 1, and whether a colon followed it.
  private key = ''
  private keyAt = -1
  private afterColon = false
  // Of the features array: the element under way and what may follow.
  private expects: 'element' | 'element-or-end' | 'comma-or-end' = 'element-or-end'
  private element: Uint8Array[] | undefined
  private elementAt = 0
  private elementSize = 0
  private deepest = 0
  private scalar = false
  private elementDepth = 0

  /** Feeds the next bytes; answers the elements that they complete. Throws bad-import. */
  push(chunk: Uint8Array): RawElement[] {
    const out: RawElement[] = []
    let i = 0
    while (i < chunk.length) i = this.inFeatures ? this.features(chunk, i, out) : this.frame(chunk, i)
    this.at += chunk.length
    return out
  }

  /** The document without its features. Throws bad-import when the text ended early. */
  end(row: number): { frame: Uint8Array; hasFeatures: boolean } {
    if (this.inFeatures || this.depth > 0 || this.inString) {
      throw badImport(`the JSON text ends early, at byte ${this.at}${this.inFeatures ? `, in row ${row + 1} of features` : ''}`, {
        rule: 'truncated',
        byte: this.at,
        row: this.inFeatures ? row + 1 : row,
      })
    }
    return { frame: Buffer.concat(this.frameParts), hasFeatures: this.seenFeatures }
  }

  private frame(chunk: Uint8Array, start: number): number {
    let i = start
    for (; i < chunk.length && !this.inFeatures; i++) this.frameByte(chunk[i]!, i)
    const part = chunk.slice(start, i)
    this.frameParts.push(part)
    this.frameSize += part.length
    if (this.frameSize > IMPORT_LIMITS.rowBytes) {
      throw badImport(`more than ${IMPORT_LIMITS.rowBytes} bytes outside of the top-level features array`, {
        rule: 'row-size',
        byte: this.at + i,
      })
    }
    return i
  }

  private frameByte(byte: number, i: number): void {
    if (this.inString) {
      if (this.escaped) this.escaped = false
      else if (byte === BACKSLASH) this.escaped = true
      else if (byte === QUOTE) {
        this.inString = false
        return
      }
      if (this.depth === 1 && this.key.length < 16) this.key += String.fromCharCode(byte)
    } else if (byte === QUOTE) {
      this.inString = true
      this.key = ''
      this.keyAt = this.at + i
      if (this.depth !== 1 || this.afterColon) this.key = '\0'
      this.afterColon = false
    } else if (byte === COLON) this.afterColon = true
    else if (OPEN.includes(byte)) this.openFrame(byte, i)
    else if (CLOSE.includes(byte)) {
      this.depth--
      if (this.depth < 0) throw this.unexpected(byte, i, 'nothing open to close')
    } else if (!isSpace(byte)) this.afterColon = false
  }

  private openFrame(byte: number, i: number): void {
    if (this.depth === 1 && this.afterColon && this.key === 'features' && byte === OPEN[1]) {
      if (this.seenFeatures)
        throw badImport(`the member "features" occurs twice, again at byte ${this.keyAt}`, { rule: 'json', byte: this.keyAt })
      this.inFeatures = true
      this.seenFeatures = true
      this.expects = 'element-or-end'
    } else {
      this.depth++
      if (this.depth > IMPORT_LIMITS.depth) {
        throw badImport(`JSON nested deeper than ${IMPORT_LIMITS.depth} at byte ${this.at + i}`, { rule: 'nesting', byte: this.at + i })
      }
    }
    this.afterColon = false
  }

  private features(chunk: Uint8Array, start: number, out: RawElement[]): number {
    if (this.element !== undefined) return this.insideElement(chunk, start, out)
    const byte = chunk[start]!
    if (isSpace(byte)) return start + 1
    if (byte === CLOSE[1]) {
      if (this.expects === 'element') throw this.unexpected(byte, start, 'a feature after the comma')
      this.inFeatures = false
      this.frameParts.push(chunk.slice(start, start + 1)) // the frame keeps an empty array
      return start + 1
    }
    if (byte === COMMA) {
      if (this.expects !== 'comma-or-end') throw this.unexpected(byte, start, 'a feature')
      this.expects = 'element'
      return start + 1
    }
    if (this.expects === 'comma-or-end') throw this.unexpected(byte, start, 'a comma or ] after a feature')
    if (byte === CLOSE[0] || byte === COLON) throw this.unexpected(byte, start, 'a feature')
    this.element = []
    this.elementAt = this.at + start
    this.elementSize = 0
    this.deepest = 0
    this.scalar = !OPEN.includes(byte)
    return this.insideElement(chunk, start, out)
  }

  /** Consumes bytes of the element under way until its end or the chunk's. */
  private insideElement(chunk: Uint8Array, start: number, out: RawElement[]): number {
    let i = start
    let nested = this.elementDepth
    let { inString, escaped } = this
    let done = false
    for (; i < chunk.length && !done; i++) {
      const byte = chunk[i]!
      if (inString) {
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) inString = false
      } else if (byte === QUOTE) inString = true
      else if (byte === 0x7b || byte === 0x5b) {
        nested++
        if (nested > this.deepest) this.deepest = nested
      } else if (byte === 0x7d || byte === 0x5d) {
        if (this.scalar && nested === 0) break
        nested--
        done = nested === 0 && !this.scalar
      } else if (byte === COMMA && this.scalar && nested === 0) break
    }
    const ended = done || i < chunk.length
    this.element!.push(chunk.slice(start, i))
    this.elementSize += i - start
    this.inString = inString
    this.escaped = escaped
    this.elementDepth = nested
    if (this.elementSize > IMPORT_LIMITS.rowBytes) {
      throw badImport(`a feature is larger than ${IMPORT_LIMITS.rowBytes} bytes, from byte ${this.elementAt}`, {
        rule: 'row-size',
        byte: this.elementAt,
      })
    }
    if (ended) this.finishElement(out)
    return i
  }

  private finishElement(out: RawElement[]): void {
    const parts = this.element!
    out.push({
      bytes: parts.length === 1 ? parts[0]! : Buffer.concat(parts),
      byte: this.elementAt,
      tooDeep: this.deepest > IMPORT_LIMITS.depth,
    })
    this.element = undefined
    this.elementDepth = 0
    this.expects = 'comma-or-end'
  }

  private unexpected(byte: number, i: number, expected: string): Error {
    return badImport(`invalid JSON at byte ${this.at + i}: found ${JSON.stringify(String.fromCharCode(byte))}, expected ${expected}`, {
      rule: 'json',
      byte: this.at + i,
    })
  }
}
