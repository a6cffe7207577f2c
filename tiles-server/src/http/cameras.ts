import { CAMERA_LINE, CameraCoverage, CamerasRequest, SeenBy, TARGET_HEIGHT } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { readSelection } from '../filter/index.ts'
import { checkGeometry, type Position } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { json } from './answer.ts'
import { EXPLAIN, MIN_SEQ } from './common-params.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { text } from './param.ts'
import { jsonBody } from './request-body.ts'
import { type Route, route } from './route.ts'

const QUERY = { explain: EXPLAIN, min_seq: MIN_SEQ }
const BODY = jsonBody(CamerasRequest)

/** POST /api/cameras/visible: which cameras see a place. GET /api/cameras/coverage: how much of a unit they have in view. */
export const cameraRoutes = ({ live, store, queries }: Pick<HttpDeps, 'live' | 'store' | 'queries'>): Route[] => [
  route({
    method: 'POST',
    path: '/api/cameras/visible',
    tag: 'queries',
    summary: 'Cameras that see a place, now, if turned, or if no building stood between 可视',
    description: 'Of a line also which stretches are covered now and which are not, in metres along it.',
    query: QUERY,
    body: BODY,
    answers: { 200: json(SeenBy, 'Each list by distance; no camera is in two of them.') },
    errors: ['bad-geometry', 'bad-filter'],
    handle: async call => {
      const { point, line, targetHeight = TARGET_HEIGHT, filter, status } = await call.body()
      if ((point === undefined) === (line === undefined)) {
        throw new ZongtuError('bad-property', `${point === undefined ? 'neither' : 'both'} of point and line, one of them is asked about`)
      }
      const place = line === undefined ? { point: checkPoint(point) } : { line: checkLine(line) }
      await waitForMinSeq({ live, store }, call.query.min_seq, ['camera', 'building'])
      const { def } = live.layer('camera')
      const matches = readSelection(filter === undefined ? {} : { filter }, [def]).of(def)
      const asked = { targetHeight, matches, onlineOnly: status !== 'any' }
      const seen = 'point' in place ? queries.cameras.seeing(place.point, asked) : queries.cameras.seeingLine(place.line, asked)
      const { explain, ...answer } = seen
      sendJson(call.ctx, call.query.explain ? { ...answer, explain } : answer)
    },
  }),
  route({
    method: 'GET',
    path: '/api/cameras/coverage',
    tag: 'queries',
    summary: 'Share of a unit, and of its roads, that cameras have in view 视频覆盖率',
    description:
      'What online cameras see now, possible views counted, as far as 1000 m and as far as no building stands between. Figures are worked out in the ' +
      'background, from the first question on and again after changes. So the answer always comes at once: while `state` is `computing` its figures are ' +
      'as of `seq`, and null before there are any; ask again.',
    query: { unit: text('Code of a unit; without it the one on top.', ['unknown-feature']), min_seq: MIN_SEQ },
    answers: { 200: json(CameraCoverage, 'The unit, and the units right below it.') },
    handle: async ({ ctx, query }) => {
      await waitForMinSeq({ live, store }, query.min_seq, ['camera', 'building', 'road'])
      if (query.min_seq !== undefined) await queries.coverage.waitFor(query.min_seq)
      sendJson(ctx, queries.coverage.of(query.unit))
    },
  }),
]

/** Throws bad-geometry. */
function checkPoint(point: unknown): Position {
  if (!Array.isArray(point) || point.length !== 2) {
    throw new ZongtuError('bad-geometry', `point is ${shown(point)}, it must be [longitude, latitude] in degrees`)
  }
  check('point', { type: 'Point', coordinates: point })
  return point as [number, number]
}

/** Throws bad-geometry, too-large. */
function checkLine(line: unknown): readonly Position[] {
  const { type, coordinates } = (typeof line === 'object' && line !== null ? line : {}) as { type?: unknown; coordinates?: unknown }
  if (type !== 'LineString') {
    throw new ZongtuError('bad-geometry', `line is ${type === undefined ? shown(line) : shown(type)}, it must be a GeoJSON LineString`)
  }
  if (Array.isArray(coordinates) && coordinates.length > CAMERA_LINE.positions) {
    throw new ZongtuError('too-large', `line has ${coordinates.length} positions, at most ${CAMERA_LINE.positions} are taken`)
  }
  check('line', { type, coordinates })
  return coordinates as Position[]
}

function check(name: string, geometry: unknown): void {
  const [problem] = checkGeometry(geometry)
  if (problem) throw new ZongtuError('bad-geometry', `${name}: ${problem.detail}`, { problems: [problem] })
}
