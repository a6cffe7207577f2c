import { readFileSync, statSync } from 'node:fs'
import { badImport } from '../../shown.ts'

/** A file that has to be in memory as a whole. Throws bad-import, rule "size". */
export function wholeFile(path: string, limit: number): Buffer {
  const { size } = statSync(path)
  if (size > limit)
    throw badImport(`the file has ${size} bytes; at most ${limit} are allowed for this format`, { rule: 'size', value: size })
  return readFileSync(path)
}

/** Text without byte order mark. Throws bad-import, rule "encoding". */
export function textOf(bytes: Uint8Array, encoding: string): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    throw badImport(`the text is not valid ${encoding}`, { rule: 'encoding' })
  }
}
