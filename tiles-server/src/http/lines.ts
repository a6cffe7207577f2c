/** Of a line only so much is kept: what is longer is no record of ours, and its beginning tells that. */
const LONGEST = 1_000

/** The lines of a stream of text as they come, those of a chunk together; blank ones are left out. Memory does not grow with the stream. */
export async function* linesOf(stream: AsyncIterable<Uint8Array>): AsyncIterable<string[]> {
  // What is no UTF-8 becomes a replacement character, which no record has either.
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop()!.slice(0, LONGEST)
    yield kept(lines)
  }
  yield kept([rest + decoder.decode()])
}

const kept = (lines: readonly string[]): string[] => lines.map(line => line.trim().slice(0, LONGEST)).filter(line => line !== '')
