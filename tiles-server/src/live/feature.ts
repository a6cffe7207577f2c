import { bboxOf } from '../geo/index.ts'
import type { Row } from '../store/index.ts'
import type { LiveFeature } from './types.ts'

/** A stored row as live keeps it. */
export function toFeature(row: Row, shared?: LiveFeature['shared']): LiveFeature {
  const [minX, minY, maxX, maxY] = (row.geometry && bboxOf(row.geometry)) ?? [Infinity, Infinity, -Infinity, -Infinity]
  return {
    id: row.id,
    version: row.version,
    geometry: row.geometry,
    properties: row.properties,
    minX,
    minY,
    maxX,
    maxY,
    ...(shared && { shared }),
  }
}
