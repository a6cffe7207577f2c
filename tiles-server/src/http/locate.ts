import { type LocatedPlace, LocateRequest, type PointProblem } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { parseAs, readJson } from './body.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import type { Route } from './route.ts'

/** POST /api/locate 落格: the units and zones that points lie in. */
export const locateRoutes = ({ live, store, queries }: Pick<HttpDeps, 'live' | 'store' | 'queries'>): Route[] => [
  {
    method: 'POST',
    path: '/api/locate',
    query: ['min_seq'],
    handle: async call => {
      const { points, form, partial = false } = parseAs(LocateRequest, await readJson(call))
      await waitForMinSeq({ live, store }, call.query, ['grid', 'zone'])
      const results = points.map((point, i): LocatedPlace | PointProblem | null => {
        try {
          const [lon, lat] = checkPoint(point, i)
          return queries.locate.place(lon, lat)
        } catch (error) {
          if (!partial || !(error instanceof ZongtuError)) throw error
          return { error: { code: error.code, detail: error.detail } }
        }
      })
      const codes = results.map(result => (result && 'units' in result ? (result.units[0]?.code ?? null) : result))
      sendJson(call.ctx, form === 'codes' ? { codes } : { results })
    },
  },
]

/** Throws bad-geometry, with the index of the point. */
function checkPoint(point: unknown, index: number): [lon: number, lat: number] {
  if (Array.isArray(point) && point.length === 2) {
    const [lon, lat] = point as unknown[]
    if (typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return [lon, lat]
  }
  throw new ZongtuError(
    'bad-geometry',
    `point ${index} is ${shown(point)}, it must be [longitude, latitude] within -180 to 180 and -90 to 90`,
    { index },
  )
}
