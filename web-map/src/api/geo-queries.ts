import type { Geometry } from 'geojson'
import type { FeatureOutput, FoundFeatures, LocatedPlace, Properties, SeenBy } from '../../../tiles-server/src/contract/index.ts'
import type { LonLat, Question } from '../state/shape.ts'
import { getJson, request, withBody } from './client.ts'

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

const ask = <T>(path: string, body: unknown, signal: AbortSignal): Promise<T> => request<T>(path, { ...withBody('POST', body), signal })

/** The units and zones a point lies in; null outside of all. Rejects with ApiError, as all here. */
export const locate = (at: LonLat, signal: AbortSignal): Promise<LocatedPlace | null> =>
  ask<{ results: [LocatedPlace | null] }>('/api/locate', { points: [at] }, signal).then(answer => answer.results[0])

/** The nearest features of a layer, nearest first. */
export const nearest = (at: LonLat, layer: string, k: number, filter: string | null, signal: AbortSignal): Promise<FoundFeatures> =>
  ask('/api/nearest', { point: at, layers: [layer], k, ...(filter ? { filter } : {}) }, signal)

/** The features of a layer within `distance` metres, nearest first. `datetime`: an interval as the server has it. */
export const aroundPoint = (
  at: LonLat,
  { layer, distance, datetime, limit }: { layer: string; distance: number; datetime: string; limit: number },
  signal: AbortSignal,
): Promise<FoundFeatures> =>
  ask('/api/around', { geometry: { type: 'Point', coordinates: at }, distance, layers: [layer], datetime, limit }, signal)

/** The cameras that see a point, could, or would but for a building. */
export const visibleCameras = (at: LonLat, signal: AbortSignal): Promise<SeenBy> => ask('/api/cameras/visible', { point: at }, signal)

/** One page of what an area holds of a layer. */
export function askArea(asked: AreaRequest, page: { limit: number; cursor: string | null }, signal: AbortSignal): Promise<FoundFeatures> {
  const { question, layer, filter, datetime, whole } = asked
  const rest = { layers: [layer], ...(filter ? { filter } : {}), ...(datetime ? { datetime } : {}), limit: page.limit }
  const body = page.cursor === null ? rest : { ...rest, cursor: page.cursor }
  return question.kind === 'within'
    ? ask('/api/within', { geometry: question.geometry, relation: whole ? 'within' : 'intersects', ...body }, signal)
    : ask('/api/around', { geometry: question.geometry, distance: question.distance, ...body }, signal)
}

/** The id and extent of the unit with this code in a layer of units; null when there is none. */
export async function unitByCode(
  layer: string,
  code: string,
): Promise<{ readonly id: string; readonly geometry: Geometry | null; readonly properties: Properties } | null> {
  const params = new URLSearchParams({ filter: `code = '${code.replaceAll("'", "''")}'`, limit: '1' })
  const page = await getJson<{ features: FeatureOutput[] }>(`/api/layers/${layer}/features?${params}`)
  return page.features[0] ?? null
}
