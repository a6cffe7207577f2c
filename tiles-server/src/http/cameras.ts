import { CAMERA_LINE, CamerasRequest, TARGET_HEIGHT } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { readSelection } from '../filter/index.ts'
import { checkGeometry, type Position } from '../geo/index.ts'
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
      const { point, line, targetHeight = TARGET_HEIGHT, filter, status } = parseAs(CamerasRequest, await readJson(call))
      const isExplained = readChoice(call.query, 'explain', ['true', 'false'], 'false') === 'true'
      if ((point === undefined) === (line === undefined)) {
        throw new ZongtuError('bad-property', `${point === undefined ? 'neither' : 'both'} of point and line, one of them is asked about`)
      }
      const place = line === undefined ? { point: checkPoint(point) } : { line: checkLine(line) }
      await waitForMinSeq({ live, store }, call.query, ['camera', 'building'])
      const { def } = live.layer('camera')
      const matches = readSelection(filter === undefined ? {} : { filter }, [def]).of(def)
      const asked = { targetHeight, matches, onlineOnly: status !== 'any' }
      const seen = 'point' in place ? queries.cameras.seeing(place.point, asked) : queries.cameras.seeingLine(place.line, asked)
      const { explain, ...answer } = seen
      sendJson(call.ctx, isExplained ? { ...answer, explain } : answer)
    },
  },
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
