import { AroundRequest, type FoundFeatures, NearestRequest, WithinRequest } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { checkGeometry, eachPosition, type Geometry } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { parseAs, readJson } from './body.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { readChoice } from './query.ts'
import type { Call, Route } from './route.ts'

/** Most positions of a geometry that is asked with. */
const MOST_POSITIONS = 10_000
const GEOJSON = 'application/geo+json'

type Deps = Pick<HttpDeps, 'live' | 'store' | 'queries'>

/** POST /api/within, /api/nearest, /api/around: features by where they are. */
export const spatialRoutes = ({ live, store, queries }: Deps): Route[] => [
  post('/api/within', async call => {
    const request = parseAs(WithinRequest, await readJson(call))
    const geometry = checked('geometry', request.geometry)
    if (geometry.type === 'GeometryCollection') throw bad('geometry is a GeometryCollection, it must be a single or multi geometry')
    await waitForMinSeq({ live, store }, call.query, request.layers)
    return queries.spatial.within(geometry, request, goneAway(call))
  }),
  post('/api/nearest', async call => {
    const request = parseAs(NearestRequest, await readJson(call))
    const point = checked('point', { type: 'Point', coordinates: pairOf(request.point) })
    await waitForMinSeq({ live, store }, call.query, request.layers)
    return queries.spatial.nearest(point, request)
  }),
  post('/api/around', async call => {
    const request = parseAs(AroundRequest, await readJson(call))
    const geometry = checked('geometry', request.geometry)
    await waitForMinSeq({ live, store }, call.query, request.layers)
    return queries.spatial.around(geometry, request, goneAway(call))
  }),
]

const post = (path: string, answer: (call: Call) => Promise<Required<FoundFeatures>>): Route => ({
  method: 'POST',
  path,
  query: ['explain', 'min_seq'],
  handle: async call => {
    const isExplained = readChoice(call.query, 'explain', ['true', 'false'], 'false') === 'true'
    const { explain, ...found } = await answer(call)
    sendJson(call.ctx, isExplained ? { ...found, explain } : found, GEOJSON)
  },
})

/** Ends long work when nobody waits for it any more. */
function goneAway({ ctx }: Call): AbortSignal {
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
