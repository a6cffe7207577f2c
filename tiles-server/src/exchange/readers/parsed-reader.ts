import type { Reader, Source, SourceRow } from '../types.ts'
import type { ContainerInfo, ParsedFormat } from './parse/job.ts'
import { parseSource } from './parser-thread.ts'

/** Reads features of a whole-file format in a thread of its own. `member`: the file of a zip that is meant. */
export function parsedReader(
  source: Source,
  format: ParsedFormat,
  place: { member?: string | undefined; entry?: string | undefined },
): Reader {
  let info: ContainerInfo | undefined
  return {
    textual: false,
    async *rows() {
      info = yield* parseSource<SourceRow>(source, { format, ...place })
    },
    info: () => {
      if (info === undefined) throw new Error('the source was not read to its end')
      return { format, ...info }
    },
  }
}
