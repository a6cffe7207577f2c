import { searchCrs } from '../exchange/index.ts'
import { sendJson } from './json.ts'
import type { Route } from './route.ts'

/** `GET /api/crs?q=`: coordinate systems by code, name or area, at most 20. */
export const crsRoutes = (): Route[] => [
  {
    method: 'GET',
    path: '/api/crs',
    query: ['q'],
    handle: ({ ctx, query }) => sendJson(ctx, { crs: searchCrs((query.get('q') ?? '').slice(0, 200)) }),
  },
]
