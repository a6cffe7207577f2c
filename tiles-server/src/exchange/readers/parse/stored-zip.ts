const LOCAL = 0x04034b50
const CENTRAL = 0x02014b50
const END = 0x06054b50

/** A zip of files as they are, not deflated (PKWARE APPNOTE 6.3, section 4.3); checksums are left out. */
export function storedZip(files: readonly (readonly [name: string, bytes: Uint8Array])[]): Buffer {
  const parts: Uint8Array[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const [name, bytes] of files) {
    const label = Buffer.from(name)
    directory.push(record(CENTRAL, 46, label, bytes.length, at))
    const local = record(LOCAL, 30, label, bytes.length)
    parts.push(local, bytes)
    at += local.length + bytes.length
  }
  const size = directory.reduce((sum, entry) => sum + entry.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(END)
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}

/** Header of a file, local or in the directory: the same fields, two bytes later in the directory. */
function record(signature: number, length: number, name: Buffer, size: number, at?: number): Buffer {
  const header = Buffer.alloc(length)
  const shift = at === undefined ? 0 : 2
  header.writeUInt32LE(signature)
  header.writeUInt16LE(20, 4)
  if (at !== undefined) header.writeUInt16LE(20, 6)
  header.writeUInt16LE(0x800, 6 + shift)
  header.writeUInt32LE(size, 18 + shift)
  header.writeUInt32LE(size, 22 + shift)
  header.writeUInt16LE(name.length, 26 + shift)
  if (at !== undefined) header.writeUInt32LE(at, 42)
  return Buffer.concat([header, name])
}
