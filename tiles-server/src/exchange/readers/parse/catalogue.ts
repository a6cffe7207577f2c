import type { Element } from '@xmldom/xmldom'
import { badImport, shown } from '../../shown.ts'
import type { SourceRow } from '../../types.ts'
import type { Container, ContainerInfo } from './job.ts'
import { textOf, wholeFile } from './whole-file.ts'
import { parseXml, xmlEncoding } from './xml.ts'

const BYTES = 128 * 2 ** 20

/**
 * The items of a GB/T 28181 catalogue answer (MANSCDP, `<CmdType>Catalog`): an attribute for each element of an item and of its `Info`, as text; several
 * messages in one file, as devices send them part by part, need a root around them. What they mean is for whoever knows cameras.
 */
export function openCatalogue(path: string, name: string): Container {
  const bytes = wholeFile(path, BYTES)
  const encoding = xmlEncoding(bytes)
  const document = parseXml(textOf(bytes, encoding))
  const command = document.getElementsByTagName('CmdType')[0]?.textContent?.trim()
  if (command !== 'Catalog')
    throw badImport(`the file is XML but no catalogue: its CmdType is ${shown(command ?? 'absent')}`, { rule: 'format' })
  const items = [...document.getElementsByTagName('Item')].filter(item => item.parentNode?.nodeName === 'DeviceList')
  return {
    entries: [{ name, rows: items.length }],
    *rows() {
      for (const [i, item] of items.entries()) yield { row: i + 1, geometry: null, properties: fieldsOf(item) } satisfies SourceRow
    },
    info: (): ContainerInfo => ({ encoding, warnings: [] }),
    close: () => undefined,
  }
}

function fieldsOf(item: Element): Map<string, string> {
  const fields = new Map<string, string>()
  for (const child of childrenOf(item)) {
    if (child.nodeName === 'Info') for (const [field, text] of fieldsOf(child)) fields.set(field, text)
    else if (childrenOf(child).length === 0) fields.set(child.nodeName, child.textContent?.trim() ?? '')
  }
  return fields
}

const childrenOf = (element: Element): Element[] => [...element.childNodes].filter(node => node.nodeType === 1) as Element[]
