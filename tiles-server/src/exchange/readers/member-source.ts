import type { Source } from '../types.ts'
import { spool } from './spool.ts'
import { memberStream, type ZipMember } from './zip.ts'

/** A file of a zip as a source of its own; it is unpacked anew, as a stream, each time it is opened. */
export function memberSource(zip: Source, member: ZipMember): Source {
  return {
    name: member.name.split('/').at(-1)!,
    size: member.size,
    async *open() {
      const copy = await spool(zip)
      try {
        yield* memberStream(copy.path, member.name)
      } finally {
        await copy.dispose()
      }
    },
  }
}
