import type { FileBytes } from './file-bytes.ts'

/** Where the texts of a table lie. */
interface Layout {
  readonly records: number
  readonly headerLength: number
  readonly recordLength: number
  readonly fields: readonly { readonly kind: string; readonly at: number; readonly length: number }[]
}

/** How the texts of a dBASE table are read. */
export interface TextDecoding {
  readonly name: string
  /** Undefined when the bytes are not text of this encoding. `full`: the field is full, so its last character may be cut off and is dropped. */
  strict(bytes: Uint8Array, full: boolean): string | undefined
  lenient(bytes: Uint8Array): string
}

const CODE_PAGES: Readonly<Record<string, string>> = {
  '936': 'gbk',
  '950': 'big5',
  '932': 'shift_jis',
  '949': 'euc-kr',
  '65001': 'utf-8',
  '54936': 'gb18030',
}

/** The encoding that a .cpg names: a label of the WHATWG Encoding Standard, or a code page number. Undefined when it is not known. */
export function encodingOfCpg(cpg: string): string | undefined {
  const name = cpg.replace('\ufeff', '').trim().toLowerCase()
  const page = /^(?:cp|ansi|oem|windows)?[ _-]?(\d+)$/.exec(name)?.[1]
  const iso = /^(?:iso[ _-]?)?8859[ _-]?(\d{1,2})$/.exec(name)?.[1]
  const label = iso !== undefined ? `iso-8859-${iso}` : page === undefined ? name : (CODE_PAGES[page] ?? `windows-${page}`)
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}

/** UTF-8 when every text of the table is, else GB18030. Reads the table to its end. */
export function sniffEncoding(file: FileBytes, header: Layout): 'utf-8' | 'gb18030' {
  const utf8 = textDecoding('utf-8')
  const texts = header.fields.filter(field => field.kind === 'C')
  file.at = header.headerLength
  for (let i = 0; i < header.records; i++) {
    const record = file.read(header.recordLength)
    if (record === undefined) break
    if (record.every(byte => byte < 0x80)) continue
    for (const { at, length } of texts) if (!isText(record.subarray(at, at + length), utf8)) return 'gb18030'
  }
  return 'utf-8'
}

/** A full field may end in the middle of a character. */
const isText = (bytes: Buffer, text: TextDecoding): boolean => text.strict(bytes, bytes.at(-1) !== 0x20 && bytes.at(-1) !== 0) !== undefined

export function textDecoding(name: string): TextDecoding {
  const strict = new TextDecoder(name, { fatal: true })
  const lenient = new TextDecoder(name)
  return {
    name,
    lenient: bytes => lenient.decode(bytes),
    strict: (bytes, full) => decode(strict, bytes) ?? (full ? decodeCut(name, bytes) : undefined),
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes)
  } catch {
    return undefined
  }
}

/** As a stream that goes on: the decoder keeps the beginning of a character to itself. */
function decodeCut(name: string, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(name, { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return undefined
  }
}
