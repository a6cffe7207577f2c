import { badImport } from '../shown.ts'
import type { Source } from '../types.ts'
import { headOf } from './source.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'

const HEAD = 64 * 1024

/**
 * The encoding of a text: by its byte order mark; UTF-16 by its zero bytes; else UTF-8 when every byte of it is valid, else GB18030 when every byte
 * of it is. Reads the source to its end. Throws bad-import when none fits.
 */
export async function detectEncoding(source: Source): Promise<Encoding> {
  const head = await headOf(source, HEAD)
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const wide = utf16ByZeros(head)
  if (wide !== undefined) return wide
  const invalid = await firstInvalid(source, 'utf-8')
  if (invalid === undefined) return 'utf-8'
  if ((await firstInvalid(source, 'gb18030')) === undefined) return 'gb18030'
  throw badImport(`${source.name} is neither UTF-8 (invalid near byte ${invalid}), UTF-16 nor GB18030 text`, { byte: invalid })
}

/** Latin text in UTF-16 has zero bytes at every other place: more than a third of one parity and none of the other. */
function utf16ByZeros(head: Uint8Array): Encoding | undefined {
  let [even, odd] = [0, 0]
  for (let i = 0; i < head.length; i++) {
    if (head[i] !== 0) continue
    if (i % 2 === 0) even++
    else odd++
  }
  if (odd * 6 > head.length && even === 0) return 'utf-16le'
  if (even * 6 > head.length && odd === 0) return 'utf-16be'
  return undefined
}

/** Offset of the chunk in which the text stops being valid. */
async function firstInvalid(source: Source, encoding: Encoding): Promise<number | undefined> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let at = 0
  try {
    for await (const part of source.open()) {
      decoder.decode(part, { stream: true })
      at += part.length
    }
    decoder.decode()
    return undefined
  } catch (error) {
    if (error instanceof TypeError) return at
    throw error
  }
}

/** The text of a source in pieces, without byte order mark. Throws bad-import with the byte where it stops being valid. */
export async function* decoded(source: Source, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let at = 0
  try {
    for await (const part of source.open()) {
      const text = decoder.decode(part, { stream: true })
      at += part.length
      if (text !== '') yield text
    }
    const rest = decoder.decode()
    if (rest !== '') yield rest
  } catch (error) {
    if (error instanceof TypeError) throw badImport(`${source.name} has bytes that are not ${encoding} after byte ${at}`, { byte: at })
    throw error
  }
}
