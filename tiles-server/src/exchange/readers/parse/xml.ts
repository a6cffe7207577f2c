import { DOMParser, type Document } from '@xmldom/xmldom'
import { badImport, shown } from '../../shown.ts'

/** By byte order mark, else as the XML declaration says, else UTF-8 (XML 1.0, appendix F). */
export function xmlEncoding(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const named = /^\s*(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']/.exec(
    bytes.subarray(0, 200).toString('latin1'),
  )?.[1]
  try {
    const { encoding } = new TextDecoder(named ?? 'utf-8')
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding // a declaration that could be read as bytes is not UTF-16
  } catch {
    throw badImport(`the XML declaration names the encoding "${shown(named)}", which is not known`, { rule: 'encoding' })
  }
}

/** Throws bad-import: broken, or with a document type declaration, which could make a small file large. */
export function parseXml(text: string): Document {
  if (/<!DOCTYPE/i.test(text)) throw badImport('an XML file must not have a document type declaration', { rule: 'doctype' })
  const onError = (level: string, message: string): void => {
    if (level !== 'warning') throw new Error(message)
  }
  try {
    return new DOMParser({ onError, locator: false }).parseFromString(text, 'text/xml')
  } catch (error) {
    throw badImport(`the XML is broken: ${shown((error as Error).message.split('\n')[0])}`, { rule: 'xml' })
  }
}
