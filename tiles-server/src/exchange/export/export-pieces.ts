import { createSlices } from '../../kernel/index.ts'

/** Size of what is handed on at a time, in characters. */
const PIECE = 64 * 1024

/**
 * Text made part by part, as bytes in pieces of about 64 KB: never more than one piece and one part are in memory. Parts are asked for
 * when the reader wants more, and the event loop gets its turns. Throws the signal's reason once it is aborted.
 */
export async function* inPieces(
  parts: Iterable<string>,
  encode: (text: string) => Uint8Array,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const slices = createSlices(signal)
  let piece = ''
  for (const part of parts) {
    if (slices.over()) await slices.next()
    piece += part
    if (piece.length < PIECE) continue
    yield encode(piece)
    piece = ''
    await slices.next()
  }
  if (piece !== '') yield encode(piece)
}

export const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8')
