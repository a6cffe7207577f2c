import type { Schemas } from '../../../api-client/index.ts'
import type { FoundFeatures, LocatedPlace, SeenBy } from '../../../tiles-server/src/contract/index.ts'
import type { LonLat, Question } from '../state/shape.ts'
import { api, dataOf } from './client.ts'

/** One layer's part of an area query. */
export interface AreaRequest {
  readonly question: Question
  readonly layer: string
  /** CQL2 text. */
  readonly filter: string | null
  readonly datetime: string | null
  /** Areas and lines only if wholly inside; of matter for questions of `within`. */
  readonly whole: boolean
}

const place = ([lon, lat]: LonLat): [number, number] => [lon, lat]

/** The units and zones a point lies in; null outside of all. Rejects with ApiError, as all here. */
export async function locate(at: LonLat, signal: AbortSignal): Promise<LocatedPlace | null> {
  const answer = await dataOf(api.POST('/api/locate', { body: { points: [place(at)] }, signal }))
  const [first] = typeof answer === 'object' && 'results' in answer ? answer.results : []
  return first && 'units' in first ? first : null
}

/** The nearest features of a layer, nearest first. */
export const nearest = (at: LonLat, layer: string, k: number, filter: string, signal: AbortSignal): Promise<FoundFeatures> =>
  dataOf(api.POST('/api/nearest', { body: { point: place(at), layers: [layer], k, filter }, signal }))

/** The features of a layer within `distance` metres, nearest first. `datetime`: an interval as the server has it. */
export const aroundPoint = (
  at: LonLat,
  { layer, ...rest }: { layer: string; distance: number; datetime: string; limit: number },
  signal: AbortSignal,
): Promise<FoundFeatures> =>
  dataOf(api.POST('/api/around', { body: { geometry: { type: 'Point', coordinates: place(at) }, layers: [layer], ...rest }, signal }))

/** The cameras that see a point, could, or would but for a building. */
export const visibleCameras = (at: LonLat, signal: AbortSignal): Promise<SeenBy> =>
  dataOf(api.POST('/api/cameras/visible', { body: { point: place(at) }, signal }))

/** One page of what an area holds of a layer. */
export function askArea(asked: AreaRequest, page: { limit: number; cursor: string | null }, signal: AbortSignal): Promise<FoundFeatures> {
  const { question, layer, filter, datetime, whole } = asked
  const body = {
    layers: [layer],
    limit: page.limit,
    ...(filter && { filter }),
    ...(datetime && { datetime }),
    ...(page.cursor && { cursor: page.cursor }),
  }
  const geometry = question.geometry as Schemas['Geometry']
  return question.kind === 'within'
    ? dataOf(api.POST('/api/within', { body: { geometry, relation: whole ? 'within' : 'intersects', ...body }, signal }))
    : dataOf(api.POST('/api/around', { body: { geometry, distance: question.distance, ...body }, signal }))
}

/** The unit with this code in a layer of units; null when there is none. */
export async function unitByCode(layer: string, code: string): Promise<Schemas['Feature'] | null> {
  const query = { filter: `code = '${code.replaceAll("'", "''")}'`, limit: 1 }
  const page = await dataOf(api.GET('/api/layers/{layer}/features', { params: { path: { layer }, query } }))
  return page.features[0] ?? null
}
