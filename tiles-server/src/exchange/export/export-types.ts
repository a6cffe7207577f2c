import type { LayerDef } from '../../contract/index.ts'
import type { Geometry } from '../../geo/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import type { Crs } from '../crs/crs.ts'

export type ExportFormat = 'geojson' | 'ndjson' | 'csv' | 'geopackage' | 'flatgeobuf'
export const EXPORT_FORMATS: readonly ExportFormat[] = ['geojson', 'ndjson', 'csv', 'geopackage', 'flatgeobuf']
export type TextEncoding = 'utf-8-bom' | 'utf-8' | 'gb18030' | 'utf-16le'
export const TEXT_ENCODINGS: readonly TextEncoding[] = ['utf-8-bom', 'utf-8', 'gb18030', 'utf-16le']

/** What a writer is given. */
export interface ExportJob {
  readonly def: LayerDef
  readonly features: readonly LiveFeature[]
  /** The coordinate system that is written. */
  readonly crs: Crs
  /** A geometry of a feature (WGS 84) in that coordinate system. */
  readonly convert: (geometry: Geometry) => Geometry
  /** Of delimited text. */
  readonly encoding: TextEncoding
  /** Aborted when nobody wants the file any more, and at its end: whatever a writer holds is let go then. */
  readonly signal: AbortSignal
}

export interface ExportFile {
  /** Known for what is made before it is sent. */
  readonly bytes?: number
  readonly pieces: AsyncIterable<Uint8Array>
}
