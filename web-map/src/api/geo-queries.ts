import type { Schemas } from '../../api-client/index.ts'
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

type Found = Schemas['FoundFeatures']

/** The units and zones a point lies in; null outside of all. Rejects with ApiError, as all here. */
export const locate = async (at: LonLat, signal: AbortSignal): Promise<Schemas['LocatedPlace'] | null> => {
  const answer = await dataOf(api.POST('/api/locate', { body: { points: [[...at]] }, signal }))
  // By the description it could also be the answer to a line of NDJSON, or codes.
  const [place] = typeof answer === 'object' && 'results' in answer ? answer.results : []
  return place && 'units' in place ? place : null
}

/** The nearest features of a layer, nearest first. */
export const nearest = (at: LonLat, layer: string, k: number, filter: string | null, signal: AbortSignal): Promise<Found> =>
  dataOf(api.POST('/api/nearest', { body: { point: [...at], layers: [layer], k, ...(filter ? { filter } : {}) }, signal }))

/** The features of a layer within `distance` metres, nearest first. `datetime`: an interval as the server has it. */
export const aroundPoint = (
  at: LonLat,
  { layer, distance, datetime, limit }: { layer: string; distance: number; datetime: string; limit: number },
  signal: AbortSignal,
): Promise<Found> => {
  const body = { geometry: { type: 'Point' as const, coordinates: [...at] }, distance, layers: [layer], datetime, limit }
  return dataOf(api.POST('/api/around', { body, signal }))
}

/** The cameras that see a point, could, or would but for a building. */
export const visibleCameras = (at: LonLat, signal: AbortSignal): Promise<Schemas['SeenBy']> =>
  dataOf(api.POST('/api/cameras/visible', { body: { point: [...at] }, signal }))

/** One page of what an area holds of a layer. */
export function askArea(asked: AreaRequest, page: { limit: number; cursor: string | null }, signal: AbortSignal): Promise<Found> {
  const { question, layer, filter, datetime, whole } = asked
  const rest = { layers: [layer], ...(filter ? { filter } : {}), ...(datetime ? { datetime } : {}), limit: page.limit }
  const body = { geometry: question.geometry, ...rest, ...(page.cursor === null ? {} : { cursor: page.cursor }) }
  return question.kind === 'within'
    ? dataOf(api.POST('/api/within', { body: { ...body, relation: whole ? 'within' : 'intersects' }, signal }))
    : dataOf(api.POST('/api/around', { body: { ...body, distance: question.distance }, signal }))
}

/** The unit with this code in a layer of units, with its extent; null when there is none. */
export async function unitByCode(layer: string, code: string): Promise<Schemas['Feature'] | null> {
  const query = { filter: `code = '${code.replaceAll("'", "''")}'`, limit: 1 }
  const page = await dataOf(api.GET('/api/layers/{layer}/features', { params: { path: { layer }, query } }))
  return page.features[0] ?? null
}
