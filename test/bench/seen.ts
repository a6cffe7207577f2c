import { gunzipSync } from 'node:zlib'
import type { Position } from '../../tiles-server/src/geo/index.ts'
import { decode, EXTENT, project } from '../proofs/mosaic.ts'

/** The zoom at which places are looked for: full precision, about 0.15 m a unit. */
const ZOOM = 16
/** Units by which rounding of a projection may differ from the server's. */
const SLACK = 2

/** Path of the layer's tile that shows a place. */
export function tilePathOf(layer: string, position: Position, zoom = ZOOM): string {
  const [x, y] = project(position[0]!, position[1]!, zoom).map(value => Math.floor(value / EXTENT)) as [number, number]
  return `/tiles/${layer}/${zoom}/${x}/${y}.mvt`
}

/** Whether a tile of the zoom above has a vertex at a place, of the feature when one is named. Read by Mapbox's decoder. */
export function shows(layer: string, body: Buffer, position: Position, id?: string): boolean {
  if (body.length === 0) return false
  const [x, y] = project(position[0]!, position[1]!, ZOOM)
  const [ownX, ownY] = [x - Math.floor(x / EXTENT) * EXTENT, y - Math.floor(y / EXTENT) * EXTENT]
  const bytes = gunzipSync(body)
  const features = decode(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length), layer)
  return features.some(
    feature =>
      (id === undefined || feature.id === id) &&
      feature.rings.some(ring => ring.some(([px, py]) => Math.abs(px - ownX) <= SLACK && Math.abs(py - ownY) <= SLACK)),
  )
}
