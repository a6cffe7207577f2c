import createClient, { type Client, type ClientOptions } from 'openapi-fetch'
import type { components, paths } from './schema.d.ts'

export type { paths } from './schema.d.ts'

/** Everything that goes over the wire, by the names the description has: `Schemas['Layer']`. */
export type Schemas = components['schemas']

/** `api.GET('/api/layers/{layer}', { params: { path: { layer } } })`: paths, parameters, bodies and answers are those of the description. */
export type ZongtuApi = Client<paths>

/**
 * A client of the HTTP API. `baseUrl` is where the server is, without a slash at its end; with a `token` every request shows it. Lists in the query
 * are written with commas. For other programs as for the viewer: it needs `fetch` and openapi-fetch alone.
 */
export function createApi(
  baseUrl: string,
  { token, ...options }: Omit<ClientOptions, 'baseUrl'> & { readonly token?: string } = {},
): ZongtuApi {
  const api = createClient<paths>({ querySerializer: { array: { style: 'form', explode: false } }, ...options, baseUrl })
  if (token !== undefined) {
    api.use({
      onRequest({ request }) {
        request.headers.set('authorization', `Bearer ${token}`)
      },
    })
  }
  return api
}
