import type { Feature, FeatureCollection } from 'geojson'

/** A feature as the server answers it: its ETag is made of `version` and the database it counts in. */
export type Stored = Feature & { readonly id: string; readonly version: number }

/** An answer that is not a success. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
  ) {
    super(`${status}: ${body}`)
  }
}

/** The features API as an outside program uses it. */
export interface Client {
  create(layer: string, feature: Feature): Promise<Stored>
  replace(layer: string, feature: Feature & { id: string }, version: number): Promise<Stored>
  remove(layer: string, id: string, version: number): Promise<void>
  get(layer: string, id: string): Promise<Stored>
  /** Every feature of a layer, page after page. */
  all(layer: string): Promise<Stored[]>
}

export function createClient(base: string, token?: string): Client {
  const authorization = token ? { authorization: `Bearer ${token}` } : {}
  let prefix = ''
  const ask = async (method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Response> => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { ...authorization, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/geo+json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Refused(response.status, await response.text())
    prefix = /^"(.*-)\d+(?:\.\d+)?"$/.exec(response.headers.get('etag') ?? '')?.[1] ?? prefix
    return response
  }
  /** The entity tag of a version. What stands before it is the same for all features of a database: the first answer about one tells. */
  const tagOf = async (layer: string, id: string, version: number): Promise<string> => {
    if (prefix === '') await (await ask('GET', one(layer, id))).arrayBuffer()
    return `"${prefix}${version}"`
  }
  const one = (layer: string, id: string) => `/api/layers/${layer}/features/${encodeURIComponent(id)}`
  return {
    create: async (layer, feature) => (await ask('POST', `/api/layers/${layer}/features`, {}, feature)).json() as Promise<Stored>,
    replace: async (layer, feature, version) =>
      (
        await ask('PUT', one(layer, feature.id), { 'if-match': await tagOf(layer, feature.id, version) }, feature)
      ).json() as Promise<Stored>,
    remove: async (layer, id, version) => {
      await (await ask('DELETE', one(layer, id), { 'if-match': await tagOf(layer, id, version) })).arrayBuffer()
    },
    get: async (layer, id) => (await ask('GET', one(layer, id))).json() as Promise<Stored>,
    all: async layer => {
      const features: Stored[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
        const answer = await ask('GET', `/api/layers/${layer}/features?limit=10000${page}`)
        const collection = (await answer.json()) as FeatureCollection & { cursor: string | null }
        features.push(...(collection.features as Stored[]))
        cursor = collection.cursor
      }
      return features
    },
  }
}
