import type { Schemas } from '../../api-client/index.ts'
import { api, dataOf } from './client.ts'

/** Drawn and counted of a zone that is a condition. */
const MOST_MATCHING = 500
const MOST_FOUND = 12

type Page = Schemas['FeatureCollection']

/** Features of a layer that meet a filter (CQL2 text), so many that they can be drawn. */
export const matchingFeatures = (layer: string, filter: string, signal: AbortSignal): Promise<Page> =>
  dataOf(api.GET('/api/layers/{layer}/features', { params: { path: { layer }, query: { filter, limit: MOST_MATCHING } }, signal }))

/** The first features of a layer whose `property` has a text in it; the first of all where there is no text. */
export function featuresNamed(layer: string, property: string | undefined, text: string, signal: AbortSignal): Promise<Page> {
  // What stands for other characters in LIKE is meant as it is.
  const escaped = text.replace(/[\\%_]/g, mark => `\\${mark}`).replaceAll("'", "''")
  const filter = property !== undefined && text !== '' ? { filter: `${property} LIKE '%${escaped}%'` } : {}
  return dataOf(api.GET('/api/layers/{layer}/features', { params: { path: { layer }, query: { ...filter, limit: MOST_FOUND } }, signal }))
}
