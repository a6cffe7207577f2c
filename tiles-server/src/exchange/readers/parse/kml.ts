import { kmlGen } from '@tmcw/togeojson'
import type { Document } from '@xmldom/xmldom'
import type { Geometry } from '../../../geo/index.ts'
import { badImport, shown } from '../../shown.ts'
import type { SourceRow } from '../../types.ts'
import type { Container, ContainerInfo } from './job.ts'
import { textOf, wholeFile } from './whole-file.ts'
import { parseXml, xmlEncoding } from './xml.ts'

const BYTES = 128 * 2 ** 20
/** How a map draws, and what has no position of its own. */
const LEFT_OUT = ['Style', 'StyleMap', 'styleUrl', 'GroundOverlay', 'NetworkLink'] as const

/** The placemarks of a KML document (OGC 12-007r2), in document order whatever folders they are in. Nothing that it refers to is loaded. */
export function openKml(path: string, name: string): Container {
  const bytes = wholeFile(path, BYTES)
  const encoding = xmlEncoding(bytes)
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

function parse(text: string): Document {
  const document = parseXml(text)
  const root = document.documentElement?.localName
  if (root !== 'kml') throw badImport(`the file is XML but no KML: its root element is ${shown(root)}`, { rule: 'format' })
  return document
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
