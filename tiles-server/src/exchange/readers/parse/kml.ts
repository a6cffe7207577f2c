import { kmlGen } from '@tmcw/togeojson'
import { DOMParser, type Document } from '@xmldom/xmldom'
import type { Geometry } from '../../../geo/index.ts'
import { badImport, shown } from '../../shown.ts'
import type { SourceRow } from '../../types.ts'
import type { Container, ContainerInfo } from './job.ts'
import { textOf, wholeFile } from './whole-file.ts'

const BYTES = 128 * 2 ** 20
/** How a map draws, and what has no position of its own. */
const LEFT_OUT = ['Style', 'StyleMap', 'styleUrl', 'GroundOverlay', 'NetworkLink'] as const

/** The placemarks of a KML document (OGC 12-007r2), in document order whatever folders they are in. Nothing that it refers to is loaded. */
export function openKml(path: string, name: string): Container {
  const bytes = wholeFile(path, BYTES)
  const encoding = encodingOf(bytes)
  const document = parse(textOf(bytes, encoding))
  const warnings = leaveOut(document)
  return {
    entries: [{ name, rows: document.getElementsByTagNameNS('*', 'Placemark').length }],
    *rows() {
      let row = 0
      for (const feature of kmlGen(document)) {
        const properties = new Map<string, unknown>(Object.entries(feature.properties ?? {}).map(([key, value]) => [key, plain(value)]))
        if (feature.id !== undefined && !properties.has('id')) properties.set('id', feature.id)
        yield { row: ++row, geometry: united(feature.geometry), properties } satisfies SourceRow
      }
    },
    info: (): ContainerInfo => ({ encoding, warnings }),
    close: () => undefined,
  }
}

/** By byte order mark, else as the XML declaration says, else UTF-8 (XML 1.0, appendix F). */
function encodingOf(bytes: Buffer): string {
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

function parse(text: string): Document {
  if (/<!DOCTYPE/i.test(text)) throw badImport('a KML file must not have a document type declaration', { rule: 'doctype' })
  const document = parseXml(text)
  const root = document.documentElement?.localName
  if (root !== 'kml') throw badImport(`the file is XML but no KML: its root element is ${shown(root)}`, { rule: 'format' })
  return document
}

function parseXml(text: string): Document {
  const onError = (level: string, message: string): void => {
    if (level !== 'warning') throw new Error(message)
  }
  try {
    return new DOMParser({ onError, locator: false }).parseFromString(text, 'text/xml')
  } catch (error) {
    throw badImport(`the XML is broken: ${shown((error as Error).message.split('\n')[0])}`, { rule: 'xml' })
  }
}

function leaveOut(document: Document): ContainerInfo['warnings'][number][] {
  return LEFT_OUT.flatMap(tag => {
    const elements = [...document.getElementsByTagNameNS('*', tag)]
    for (const element of elements) element.parentNode?.removeChild(element)
    const told = elements.length > 0 && (tag === 'GroundOverlay' || tag === 'NetworkLink')
    return told ? [{ rule: 'kml', detail: `${elements.length} elements ${tag} were left out: they are no placemarks` }] : []
  })
}

/** A description with markup comes as an object. */
const plain = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && '@type' in value && 'value' in value ? value.value : value

/** Parts of one kind become one geometry of that kind. */
function united(geometry: Geometry | null): Geometry | null {
  if (geometry?.type !== 'GeometryCollection') return geometry
  const parts = geometry.geometries
  const type = parts[0]?.type
  const same = (type === 'Point' || type === 'LineString' || type === 'Polygon') && parts.every(part => part.type === type)
  return same ? ({ type: `Multi${type}`, coordinates: parts.map(part => 'coordinates' in part && part.coordinates) } as Geometry) : geometry
}
