import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ZongtuError } from '../kernel/index.ts'
import type { Source } from './types.ts'

/** An uploaded file as a source; its bytes lie in a temporary file until `dispose`. */
export interface Upload extends Source {
  dispose(): Promise<void>
}

const CHUNK = 64 * 1024

/**
 * Takes a body into a file of the system's temporary folder. The file has no name while it is in use, so that a crash leaves nothing behind.
 * Throws too-large, bad-import (it ended early), store-unavailable (the disk is full).
 */
export async function receiveUpload(body: AsyncIterable<Uint8Array>, name: string, limit: number): Promise<Upload> {
  const folder = await mkdtemp(join(tmpdir(), 'zongtu-import-'))
  const path = join(folder, 'upload')
  const file = await open(path, 'wx+', 0o600)
  // Where open files cannot be removed (Windows), the folder goes with `dispose`.
  await rm(folder, { recursive: true }).catch(() => undefined)
  const dispose = async (): Promise<void> => {
    await file.close()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const size = await writeAll(file, body, limit)
    return { name, size, open: () => readAll(file), dispose }
  } catch (error) {
    await dispose()
    throw uploadError(error)
  }
}

/** By position: a stream that is left early would close the file under the next one. */
async function* readAll(file: FileHandle): AsyncGenerator<Uint8Array> {
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK), 0, CHUNK, position)
    if (bytesRead === 0) return
    position += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

async function writeAll(file: FileHandle, body: AsyncIterable<Uint8Array>, limit: number): Promise<number> {
  let size = 0
  for await (const part of body) {
    size += part.length
    if (size > limit) throw new ZongtuError('too-large', `the file is larger than ${limit} bytes`)
    await file.write(part)
  }
  return size
}

function uploadError(error: unknown): unknown {
  const code = (error as { code?: unknown }).code
  if (code === 'ENOSPC' || code === 'EDQUOT') return new ZongtuError('store-unavailable', 'the disk of the server is full')
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return new ZongtuError('bad-import', 'the upload ended early')
  return error
}
