import { CamerasRequest, SeenBy, TARGET_HEIGHT } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { readSelection } from '../filter/index.ts'
import { checkGeometry } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { json } from './answer.ts'
import { EXPLAIN, MIN_SEQ } from './common-params.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { jsonBody } from './request-body.ts'
import { type Route, route } from './route.ts'

/** POST /api/cameras/visible: which cameras see a place. */
export const cameraRoutes = ({ live, store, queries }: Pick<HttpDeps, 'live' | 'store' | 'queries'>): Route[] => [
  route({
    method: 'POST',
    path: '/api/cameras/visible',
    tag: 'queries',
    summary: 'Which cameras see a place 视频点',
    query: { explain: EXPLAIN, min_seq: MIN_SEQ },
    body: jsonBody(CamerasRequest),
    answers: { 200: json(SeenBy, 'Cameras that see it now, could if they were turned, and that a building keeps from it; nearest first.') },
    errors: ['bad-geometry', 'bad-filter'],
    handle: async call => {
      const { point, targetHeight = TARGET_HEIGHT, filter, status } = await call.body()
      const [lon, lat] = checkPoint(point)
      await waitForMinSeq({ live, store }, call.query.min_seq, ['camera', 'building'])
      const { def } = live.layer('camera')
      const matches = readSelection(filter === undefined ? {} : { filter }, [def]).of(def)
      const { explain, ...answer } = queries.cameras.seeing(lon, lat, { targetHeight, matches, onlineOnly: status !== 'any' })
      sendJson(call.ctx, call.query.explain ? { ...answer, explain } : answer)
    },
  }),
]

/** Throws bad-geometry. */
function checkPoint(point: unknown): [lon: number, lat: number] {
  if (!Array.isArray(point) || point.length !== 2) {
    const what = Array.isArray(point) ? `an array of ${point.length}` : shown(point)
    throw new ZongtuError('bad-geometry', `point is ${what}, it must be [longitude, latitude] in degrees`)
  }
  const [problem] = checkGeometry({ type: 'Point', coordinates: point })
  if (problem) throw new ZongtuError('bad-geometry', `point: ${problem.detail}`, { problems: [problem] })
  return point as [number, number]
}
