/** Of a line only so much is kept: what is longer is no record of ours, and its beginning tells that. */
const LONGEST = 1_000

/** The lines of a stream of text as they come, those of a chunk together; blank ones are left out. Memory does not grow with the stream. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncIterable<string[]> {
  for await (const lines of allLinesOf(stream, LONGEST)) yield lines.filter(line => line !== '')
}

/** The same with blank ones, so that the place of a line is its number; of each so many characters are kept. */
export async function* allLinesOf(stream: AsyncIterable<Uint8Array>, longest: number): AsyncIterable<string[]> {
  const kept = (lines: readonly string[]): string[] => lines.map(line => line.trim().slice(0, longest))
  // What is no UTF-8 becomes a replacement character, which no record has either.
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!.slice(0, longest)
    yield kept(lines)
  }
  yield kept([rest + decoder.decode()])
}
