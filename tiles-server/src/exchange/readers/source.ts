import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { badImport } from '../shown.ts'
import type { Source } from '../types.ts'

/** A file on disk as a source. Throws bad-import when it is not a readable file. */
export async function fileSource(path: string, name = basename(path)): Promise<Source> {
  const info = await stat(path).catch(() => undefined)
  if (info === undefined || !info.isFile()) throw badImport(`${path} is not a readable file`)
  return { name, size: info.size, open: () => createReadStream(path, { highWaterMark: 64 * 1024 }) as AsyncIterable<Uint8Array> }
}

/** The first bytes of a source. */
export async function headOf(source: Source, length: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of source.open()) {
    parts.push(part)
    size += part.length
    if (size >= length) break
  }
  return Buffer.concat(parts).subarray(0, length)
}
