import type { StyleSpecification } from 'maplibre-gl'
import type { paths } from '../../api-client/index.ts'
import { api, dataOf } from './client.ts'

type Look = NonNullable<paths['/styles/{theme}.json']['get']['parameters']['query']>

/** The style of a theme, as the server has it. */
export const getStyle = (theme: string, query: Look, signal: AbortSignal): Promise<StyleSpecification> =>
  // The description tells the outside of a style; the specification types the rest.
  dataOf(api.GET('/styles/{theme}.json', { params: { path: { theme }, query }, signal })) as Promise<unknown> as Promise<StyleSpecification>
