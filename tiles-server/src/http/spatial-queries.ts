import { AroundRequest, FoundFeatures, NearestRequest, WithinRequest } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { checkGeometry, eachPosition, type Geometry } from '../geo/index.ts'
import { type ErrorCode, ZongtuError } from '../kernel/index.ts'
import { foundFeatures } from '../queries/index.ts'
import { geoJson } from './answer.ts'
import { EXPLAIN, MIN_SEQ } from './common-params.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { jsonBody } from './request-body.ts'
import { type Call, type Route, route } from './route.ts'

/** Most positions of a geometry that is asked with. */
const MOST_POSITIONS = 10_000
const GEOJSON = 'application/geo+json'

const QUERY = { explain: EXPLAIN, min_seq: MIN_SEQ }
const ERRORS: readonly ErrorCode[] = ['unknown-layer', 'bad-geometry', 'bad-filter', 'bad-parameter']

type Deps = Pick<HttpDeps, 'live' | 'store' | 'queries'>

/** POST /api/within, /api/nearest, /api/around: features by where they are. */
export const spatialRoutes = ({ live, store, queries }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/api/within',
    tag: 'queries',
    summary: 'Features that lie in a geometry 圈选',
    description: 'By layer as asked, then id. Points in areas are told by the half-open rule: areas side by side share none and lose none.',
    query: QUERY,
    body: jsonBody(WithinRequest),
    answers: { 200: geoJson(FoundFeatures, 'A page.') },
    errors: [...ERRORS, 'too-large'],
    handle: async call => {
      const request = await call.body()
      const geometry = checked('geometry', request.geometry)
      if (geometry.type === 'GeometryCollection') throw bad('geometry is a GeometryCollection, it must be a single or multi geometry')
      await waitForMinSeq({ live, store }, call.query.min_seq, request.layers)
      send(call, request.layers, await queries.spatial.within(geometry, request, goneAway(call)))
    },
  }),
  route({
    method: 'POST',
    path: '/api/nearest',
    tag: 'queries',
    summary: 'Features nearest to a point 就近',
    description: 'By geodesic distance, then layer as asked, then id; `distance_m` and `bearing_deg` are added to the properties.',
    query: QUERY,
    body: jsonBody(NearestRequest),
    answers: { 200: geoJson(FoundFeatures, 'The nearest, all on one page.') },
    errors: ERRORS,
    handle: async call => {
      const request = await call.body()
      const point = checked('point', { type: 'Point', coordinates: pairOf(request.point) })
      await waitForMinSeq({ live, store }, call.query.min_seq, request.layers)
      send(call, request.layers, queries.spatial.nearest(point, request))
    },
  }),
  route({
    method: 'POST',
    path: '/api/around',
    tag: 'queries',
    summary: 'Features within a distance of a geometry 周边、沿线',
    description: 'Around a line it is its corridor. Order and properties as `nearest` has them.',
    query: QUERY,
    body: jsonBody(AroundRequest),
    answers: { 200: geoJson(FoundFeatures, 'A page.') },
    errors: [...ERRORS, 'too-large'],
    handle: async call => {
      const request = await call.body()
      const geometry = checked('geometry', request.geometry)
      await waitForMinSeq({ live, store }, call.query.min_seq, request.layers)
      send(call, request.layers, await queries.spatial.around(geometry, request, goneAway(call)))
    },
  }),
]

function send(call: Call<typeof QUERY>, layers: readonly string[], answer: Parameters<typeof foundFeatures>[1]): void {
  const { explain, ...found } = foundFeatures(layers, answer)
  sendJson(call.ctx, call.query.explain ? { ...found, explain } : found, GEOJSON)
}

/** Ends long work when nobody waits for it any more. */
function goneAway({ ctx }: Pick<Call, 'ctx'>): AbortSignal {
  const gone = new AbortController()
  ctx.res.once('close', () => gone.abort(new ZongtuError('bad-parameter', 'the client went away')))
  return gone.signal
}

/** Throws bad-geometry, with `problems`. */
function checked(name: string, geometry: unknown): Geometry {
  if (typeof geometry !== 'object' || geometry === null || Array.isArray(geometry)) {
    throw bad(`${name} is ${shown(geometry)}, it must be a GeoJSON geometry`)
  }
  const problems = checkGeometry(geometry)
  const [problem] = problems
  if (problem) throw new ZongtuError('bad-geometry', `${name}: ${problem.rule}: ${problem.detail}`, { problems: problems.slice(0, 100) })
  let positions = 0
  eachPosition(geometry as Geometry, () => void positions++)
  if (positions === 0) throw bad(`${name} is empty, it must have a position`)
  if (positions > MOST_POSITIONS)
    throw new ZongtuError('too-large', `${name} has ${positions} positions, at most ${MOST_POSITIONS} are allowed`)
  return geometry as Geometry
}

function pairOf(point: unknown): unknown {
  if (Array.isArray(point) && point.length === 2) return point
  throw bad(`point is ${shown(point)}, it must be [longitude, latitude]`)
}

const bad = (detail: string): ZongtuError => new ZongtuError('bad-geometry', detail)
