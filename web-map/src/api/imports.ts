import type { Schemas } from '../../api-client/index.ts'
import { api } from './client.ts'
import { type Line, readLines } from './lines.ts'

/** Longitude, latitude in degrees (WGS 84). */
export type Place = Schemas['Place']
export type Cleaning = Schemas['Cleaning']
export type IdSource = Schemas['IdSource']
export type ImportReport = Schemas['ImportReport']
export type InspectedColumn = Schemas['InspectedColumn']
export type Inspection = Schemas['Inspection']
/** How to read an upload. */
export type ReadAs = Schemas['InspectRequest']

type OnStep = (line: Line) => void

export const inspect = (body: ReadAs, onStep: OnStep, signal: AbortSignal): Promise<Inspection> =>
  readLines<Line & { inspection: Inspection }>(api.POST('/api/imports/inspect', { body, parseAs: 'stream', signal }), onStep, signal).then(
    line => line.inspection,
  )

/** Runs an import of an upload, or tries it (`dry` among the parameters). */
export const runImport = (params: URLSearchParams, onStep: OnStep, signal: AbortSignal): Promise<ImportReport> => {
  // Written where they were chosen: `map` several times, one a column.
  const written = { params: { query: { layer: params.get('layer')! } }, querySerializer: () => params.toString() }
  return readLines<Line & { report: ImportReport }>(
    api.POST('/api/imports', { ...written, parseAs: 'stream', signal }),
    onStep,
    signal,
  ).then(line => line.report)
}
