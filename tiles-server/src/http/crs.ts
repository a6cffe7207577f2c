import { CrsList } from '../contract/index.ts'
import { searchCrs } from '../exchange/index.ts'
import { json } from './answer.ts'
import { sendJson } from './json.ts'
import { text } from './param.ts'
import { type Route, route } from './route.ts'

export const crsRoutes = (): Route[] => [
  route({
    method: 'GET',
    path: '/api/crs',
    tag: 'datasets',
    summary: 'Coordinate systems by code, name or area 坐标系',
    query: { q: text('Words, or a number of EPSG; the first 200 characters count.') },
    answers: { 200: json(CrsList, 'At most 20, the best first.') },
    handle: ({ ctx, query }) => sendJson(ctx, { crs: searchCrs((query.q ?? '').slice(0, 200)) }),
  }),
]
