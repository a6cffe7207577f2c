import type { LiveFeature } from '../../live/index.ts'
import { inPieces, utf8 } from './export-pieces.ts'
import type { ExportJob } from './export-types.ts'

/**
 * A FeatureCollection with the ids of the features, attributes in the order of the layer's schema, absent ones left out. RFC 7946 knows WGS 84 alone:
 * in another coordinate system the file is no RFC 7946 GeoJSON, and says so by the `crs` member of the 2008 specification, which our own reader,
 * GDAL and QGIS understand.
 */
export function writeGeoJson(job: ExportJob): AsyncIterable<Uint8Array> {
  return inPieces(collection(job), utf8, job.signal)
}

/** The same features, one a line, without a frame: nothing in such a file tells its coordinate system. */
export function writeNdjson(job: ExportJob): AsyncIterable<Uint8Array> {
  return inPieces(lines(job), utf8, job.signal)
}

function* collection(job: ExportJob): Generator<string> {
  const { crs } = job
  yield '{"type":"FeatureCollection",'
  if (crs.name !== 'EPSG:4326') yield `"crs":${JSON.stringify({ type: 'name', properties: { name: memberName(crs.name) } })},`
  yield '"features":['
  const text = featureText(job)
  let between = '\n'
  for (const feature of job.features) {
    yield between + text(feature)
    between = ',\n'
  }
  yield '\n]}\n'
}

function* lines(job: ExportJob): Generator<string> {
  const text = featureText(job)
  for (const feature of job.features) yield `${text(feature)}\n`
}

/** EPSG codes as URN, as GDAL writes them; others by their own name. */
const memberName = (name: string): string => name.replace(/^EPSG:(\d+)$/, 'urn:ogc:def:crs:EPSG::$1')

/** Written by hand, because members called by numbers would come first in an object. */
function featureText({ def, convert }: ExportJob): (feature: LiveFeature) => string {
  const names = def.properties.map(({ name }) => [name, `${JSON.stringify(name)}:`] as const)
  return ({ id, geometry, properties }) => {
    const members: string[] = []
    for (const [name, key] of names) {
      const value = properties[name]
      if (value !== undefined && value !== null) members.push(key + JSON.stringify(value))
    }
    const shape = JSON.stringify(geometry === null ? null : convert(geometry))
    return `{"type":"Feature","id":${JSON.stringify(id)},"geometry":${shape},"properties":{${members.join(',')}}}`
  }
}
