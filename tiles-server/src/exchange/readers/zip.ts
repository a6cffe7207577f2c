import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { ZongtuError } from '../../kernel/index.ts'
import { badImport, shown } from '../shown.ts'

const LIMITS = { members: 10_000, inflated: 2 * 2 ** 30, freely: 64 * 2 ** 20, ratio: 500 } as const

/** A file of a zip; folders, dot-files and what macOS adds are left out. */
export interface ZipMember {
  readonly name: string
  /** Bytes when inflated, as declared. Unpacking holds the zip to it. */
  readonly size: number
}

interface OpenMember extends ZipMember {
  readonly entry: Entry
}

/** Names of the files of a zip. Throws bad-import, rule "zip": no zip, too many files, or a bomb by its declared sizes. */
export async function zipMembers(path: string): Promise<ZipMember[]> {
  return withZip(path, (_, members) => Promise.resolve(members.map(({ name, size }) => ({ name, size }))))
}

/** Unpacks one file. Throws bad-import, rule "zip": encrypted, damaged, longer than declared. */
export async function extractMember(path: string, name: string, to: string): Promise<void> {
  await withZip(path, (zip, members) => extract(zip, pick(members, name), to))
}

/** Unpacks files by name to paths. Throws as `extractMember`. */
export async function extractMembers(path: string, wanted: ReadonlyMap<string, string>): Promise<void> {
  await withZip(path, async (zip, members) => {
    for (const [name, to] of wanted) await extract(zip, pick(members, name), to)
  })
}

/** The bytes of a file of a zip. Throws as `extractMember`. */
export async function* memberStream(path: string, name: string): AsyncGenerator<Uint8Array> {
  let zip: ZipFile | undefined
  try {
    zip = await openZip(path)
    const members = await readDirectory(zip)
    for await (const part of await stream(zip, pick(members, name))) yield part as Uint8Array
  } catch (error) {
    throw zipError(error)
  } finally {
    zip?.close()
  }
}

/** The first bytes of a file of a zip. Throws as `extractMember`. */
export async function memberHead(path: string, name: string, length: number): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of memberStream(path, name)) {
    parts.push(part)
    size += part.length
    if (size >= length) break
  }
  return Buffer.concat(parts).subarray(0, length)
}

// Names are only compared, never used as paths; they are decoded here, for many zips hold them in GBK.
const openZip = (path: string): Promise<ZipFile> => openPromise(path, { decodeStrings: false, autoClose: false })

async function withZip<T>(path: string, use: (zip: ZipFile, members: readonly OpenMember[]) => Promise<T>): Promise<T> {
  let zip: ZipFile | undefined
  try {
    zip = await openZip(path)
    return await use(zip, await readDirectory(zip))
  } catch (error) {
    throw zipError(error)
  } finally {
    zip?.close()
  }
}

async function readDirectory(zip: ZipFile): Promise<OpenMember[]> {
  const members: OpenMember[] = []
  let [count, inflated] = [0, 0]
  for await (const entry of zip.eachEntry()) {
    if (++count > LIMITS.members) throw badImport(`the zip has more than ${LIMITS.members} files`, { rule: 'zip' })
    inflated += entry.uncompressedSize
    const name = nameOf(entry)
    if (isContent(name)) members.push({ name, size: entry.uncompressedSize, entry })
  }
  if (inflated > LIMITS.inflated || (inflated > LIMITS.freely && inflated > zip.fileSize * LIMITS.ratio)) {
    throw badImport(
      `the zip would unpack to ${inflated} bytes; at most ${LIMITS.inflated}, and ${LIMITS.ratio} times its size, are allowed`,
      {
        rule: 'zip',
      },
    )
  }
  return members
}

/** UTF-8 when flagged or when it is, else GB18030. */
function nameOf(entry: Entry): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(entry.fileNameRaw).replaceAll('\\', '/')
  } catch {
    return new TextDecoder('gb18030').decode(entry.fileNameRaw).replaceAll('\\', '/')
  }
}

const isContent = (name: string): boolean =>
  !name.endsWith('/') && !name.split('/').some(part => part === '__MACOSX' || part.startsWith('.'))

function pick(members: readonly OpenMember[], name: string): OpenMember {
  const found = members.filter(member => member.name === name)
  if (found.length === 1) return found[0]!
  throw badImport(`the zip has ${found.length === 0 ? 'no file' : 'several files called'} "${shown(name)}"`, { rule: 'zip' })
}

async function extract(zip: ZipFile, member: OpenMember, to: string): Promise<void> {
  await pipeline(await stream(zip, member), createWriteStream(to, { flags: 'wx', mode: 0o600 }))
}

/** yauzl ends the stream with an error as soon as it is longer than declared. */
async function stream(zip: ZipFile, { entry, name }: OpenMember): ReturnType<ZipFile['openReadStreamPromise']> {
  if (entry.isEncrypted()) throw badImport(`"${shown(name)}" in the zip is encrypted`, { rule: 'zip' })
  return zip.openReadStreamPromise(entry)
}

function zipError(error: unknown): unknown {
  if (error instanceof ZongtuError || (error as { code?: unknown }).code === 'ENOSPC') return error
  return badImport(`the zip is damaged: ${shown((error as Error).message)}`, { rule: 'zip' })
}
