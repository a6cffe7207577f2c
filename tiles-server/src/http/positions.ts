import { z } from 'zod'
import { PositionList, PositionReceipt, Track, TrackFeature } from '../contract/index.ts'
import { instantOf } from '../filter/index.ts'
import { shown, ZongtuError } from '../kernel/index.ts'
import { positionOutput, trackFeature } from '../positions/index.ts'
import { json } from './answer.ts'
import { BBOX, CURSOR } from './common-params.ts'
import { openCursor, sealCursor } from './cursor.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import { badParameter, choice, integer, parsed, texts, withDefault } from './param.ts'
import { POSITIONS_BODY } from './position-body.ts'
import { type Call, type Route, route } from './route.ts'

const PATH = '/api/positions'
const MOST_OBJECTS = 1_000
const GEOJSON = 'application/geo+json'

const time = (about: string) =>
  parsed(about, { type: 'string', format: 'date-time' }, (value, name) => {
    const instant = value.length <= 40 ? instantOf(value) : undefined
    if (instant !== undefined) return instant
    throw badParameter(name, `${shown(value)}, it must be RFC 3339 with offset, such as 2026-05-01T08:00:00Z`)
  })

const LATEST_QUERY = {
  object: texts('Only of this object; given again for each further one.'),
  bbox: BBOX,
  since: time('Only those with this time or a later one.'),
  limit: withDefault(integer('Most positions of a page.', 1, 10_000), 1_000),
  cursor: CURSOR,
}
const TRACK_QUERY = {
  from: time('The first time.'),
  to: time('The last time.'),
  form: choice('`geojson`: as a feature with a line.', ['positions', 'geojson']),
  limit: withDefault(integer('Most positions of a page.', 1, 10_000), 1_000),
  cursor: CURSOR,
}
type Deps = Pick<HttpDeps, 'positions'>

/** /api/positions 定位: into the log, the latest of it, and an object's track. */
export const positionRoutes = ({ positions }: Deps): Route[] => [
  route({
    method: 'POST',
    path: PATH,
    tag: 'positions',
    summary: 'Report positions 定位上报',
    description: `A JSON array, or NDJSON, a position a line and as many as there are. Each is checked by itself: a bad one is told, by its place, and the others
are taken. NDJSON is committed as it comes, every 200 ms or 5,000 positions; the answer comes at the end and counts what is committed, and so does a problem that
ends it early. Positions may come late, out of order and twice.`,
    body: POSITIONS_BODY,
    answers: { 200: json(PositionReceipt, 'All that was accepted is committed.') },
    errors: ['store-unavailable'],
    handle: async call => {
      const records = await call.body()
      try {
        sendJson(call.ctx, await positions.ingest(records))
      } catch (error) {
        leave(call)
        throw error
      }
    },
  }),
  route({
    method: 'GET',
    path: PATH,
    tag: 'positions',
    summary: 'The latest position of each object 最新定位',
    description: 'By object. Of what was received too long ago to be kept nothing is known.',
    query: LATEST_QUERY,
    answers: { 200: json(PositionList, 'A page.') },
    errors: ['store-unavailable'],
    handle: call => latest(call, positions),
  }),
  route({
    method: 'GET',
    path: `${PATH}/:object`,
    tag: 'positions',
    summary: 'The track of an object 轨迹',
    description: 'By time, each time once; empty for an object that nothing is known of.',
    query: TRACK_QUERY,
    answers: {
      200: { about: 'A page.', content: { ...json(Track, '').content, ...json(TrackFeature, '', GEOJSON).content } },
    },
    errors: ['store-unavailable'],
    handle: call => track(call, positions),
  }),
]

/** What is still being sent is read and dropped, so that the answer gets through; then the connection ends. */
function leave({ ctx }: Pick<Call, 'ctx'>): void {
  if (ctx.req.complete) return
  ctx.set('Connection', 'close')
  ctx.req.resume()
}

const LatestCursor = z.tuple([z.literal('latest'), z.string().max(128)])
const TrackCursor = z.tuple([z.literal('track'), z.string().max(128), z.int(), z.int().min(0)])

async function latest({ ctx, query }: Call<typeof LATEST_QUERY>, positions: Deps['positions']): Promise<void> {
  const { object: objects, bbox, since, limit } = query
  if (objects.length > MOST_OBJECTS) throw badParameter('object', `given ${objects.length} times, at most ${MOST_OBJECTS} are taken`)
  const after = openCursor(query.cursor, LatestCursor, 'latest positions gave')?.[1]
  const page = await positions.latest({
    limit,
    ...(objects.length > 0 && { objects }),
    ...(bbox && { bbox }),
    ...(since !== undefined && { since }),
    ...(after !== undefined && { after }),
  })
  const cursor = page.length < limit ? null : sealCursor(['latest', page.at(-1)!.object])
  sendJson(ctx, { positions: page.map(positionOutput), cursor } satisfies PositionList)
}

async function track({ ctx, path, query }: Call<typeof TRACK_QUERY>, positions: Deps['positions']): Promise<void> {
  const object = path.object!
  const { from = -Infinity, to = Infinity, limit } = query
  if (from > to) throw new ZongtuError('bad-parameter', 'from is after to', { parameter: 'from' })
  const Own = TrackCursor.refine(([, of]) => of === object)
  const [, , time, seq] = openCursor(query.cursor, Own, `the track of ${shown(object)} gave`) ?? []
  const after = time === undefined || seq === undefined ? undefined : { time, seq }
  const { fixes, last } = await positions.track(object, { from, to, limit, ...(after && { after }) })
  const cursor = last && sealCursor(['track', object, last.time, last.seq])
  if (query.form === 'geojson') sendJson(ctx, trackFeature(object, fixes, cursor), GEOJSON)
  else sendJson(ctx, { object, positions: fixes.map(positionOutput), cursor } satisfies Track)
}
