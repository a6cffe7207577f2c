import { CamerasRequest, TARGET_HEIGHT } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { readSelection } from '../filter/index.ts'
import { checkGeometry } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { parseAs, readJson } from './body.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { readChoice } from './query.ts'
import type { Route } from './route.ts'

/** POST /api/cameras/visible: which cameras see a place. */
export const cameraRoutes = ({ live, store, queries }: Pick<HttpDeps, 'live' | 'store' | 'queries'>): Route[] => [
  {
    method: 'POST',
    path: '/api/cameras/visible',
    query: ['explain', 'min_seq'],
    handle: async call => {
      const { point, targetHeight = TARGET_HEIGHT, filter, status } = parseAs(CamerasRequest, await readJson(call))
      const isExplained = readChoice(call.query, 'explain', ['true', 'false'], 'false') === 'true'
      const [lon, lat] = checkPoint(point)
      await waitForMinSeq({ live, store }, call.query, ['camera', 'building'])
      const { def } = live.layer('camera')
      const matches = readSelection(filter === undefined ? {} : { filter }, [def]).of(def)
      const { explain, ...answer } = queries.cameras.seeing(lon, lat, { targetHeight, matches, onlineOnly: status !== 'any' })
      sendJson(call.ctx, isExplained ? { ...answer, explain } : answer)
    },
  },
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
