import { Readable } from 'node:stream'
import { LocateAnswer, LocateLine, LocateRequest, Place } from '../contract/index.ts'
import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { Locate } from '../queries/index.ts'
import { json } from './answer.ts'
import { assertPlain } from './body.ts'
import { EXPLAIN, MIN_SEQ } from './common-params.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { sendJson } from './json.ts'
import { linesOf } from './lines.ts'
import { choice, text } from './param.ts'
import { jsonBody } from './request-body.ts'
import { type Call, type Route, route } from './route.ts'

type Deps = Pick<HttpDeps, 'live' | 'store' | 'queries'>

/** POST /api/locate 落格: the units and zones that points lie in. */
export const locateRoutes = (deps: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/api/locate',
    tag: 'queries',
    summary: 'Units and zones that points lie in 落格',
    description:
      'The units are told finest first. NDJSON in, a point a line, gives NDJSON out, a line each: as many as there are. A bad line is answered with its error.',
    query: QUERY,
    body: BODY,
    answers: {
      200: {
        about: 'In the order of the points; null lies in no unit and no zone.',
        content: { ...json(LocateAnswer, '').content, 'application/x-ndjson': { schema: LocateLine } },
      },
    },
    errors: ['unknown-layer', 'bad-geometry'],
    handle: call => locate(call, deps),
  }),
]

const QUERY = {
  form: choice('Of NDJSON: `codes` answers the code of the leaf unit alone.', ['full', 'codes']),
  layer: text('Of NDJSON: a coverage to locate in, in place of the units.'),
  explain: EXPLAIN,
  min_seq: MIN_SEQ,
}
const JSON_BODY = jsonBody(LocateRequest)
const BODY = { ...JSON_BODY, content: { ...JSON_BODY.content, 'application/x-ndjson': { schema: Place } } }

async function locate(call: Call<typeof QUERY, LocateRequest>, { live, store, queries }: Deps): Promise<void> {
  await waitForMinSeq(
    { live, store },
    call.query.min_seq,
    live.layers().flatMap(({ def }) => (def.kind === 'unit' || def.id === 'zone' ? [def.id] : [])),
  )
  if (isNdjson(call.ctx.get('Content-Type'))) {
    assertPlain(call.ctx)
    const { form, layer } = call.query
    sendLines(call, answerer(queries.locate, layer, form === 'codes'))
    return
  }
  const [named] = (['form', 'layer'] as const).filter(name => call.query[name] !== undefined)
  if (named)
    throw new ZongtuError('bad-parameter', `query parameter ${named} belongs to NDJSON; JSON has it in its body`, { parameter: named })
  const { points, form, partial = false, layer } = await call.body()
  const started = performance.now()
  const answer = answerer(queries.locate, layer, form === 'codes')
  const results = points.map((point, i) => {
    try {
      return answer(point, i)
    } catch (error) {
      if (!partial) throw error
      return problemOf(error)
    }
  })
  const answers = form === 'codes' ? { codes: results } : { results }
  const ms = performance.now() - started
  sendJson(call.ctx, call.query.explain ? { ...answers, explain: explained(queries.locate, layer, points, ms) } : answers)
}

function explained(all: Locate, layer: string | undefined, points: readonly unknown[], ms: number) {
  const where = layer === undefined ? all : all.within(layer)
  const costs = points.map(point => (isPoint(point) ? where.cost(point[0], point[1]) : { candidates: 0, tests: 0 }))
  return {
    index: layer === undefined ? 'cells of the leaf units, R-tree of zones' : `cells of ${layer}`,
    candidates: costs.reduce((sum, { candidates }) => sum + candidates, 0),
    exactTests: costs.reduce((sum, { tests }) => sum + tests, 0),
    ms,
  }
}

const isNdjson = (contentType: string): boolean => contentType.split(';')[0]!.trim().toLowerCase() === 'application/x-ndjson'

type Answer = (point: unknown, index: number) => unknown

/** What answers one point. Throws unknown-layer, bad-parameter; itself bad-geometry for what is no point. */
function answerer(all: Locate, layer: string | undefined, codes: boolean): Answer {
  const where = layer === undefined ? all : all.within(layer)
  const ask = codes ? where.code : where.place
  return (point, index) => {
    checkPoint(point, index)
    return ask(point[0], point[1])
  }
}

/** Each line a point, answered by a line: with its error where it is none. As many as there are; what is read waits for what is taken. */
function sendLines({ ctx }: Pick<Call, 'ctx'>, answer: Answer): void {
  async function* answers(): AsyncIterable<string> {
    let index = 0
    for await (const lines of linesOf(ctx.req)) {
      let text = ''
      for (const line of lines) text += `${JSON.stringify(answerLine(line, index++, answer))}\n`
      yield text
    }
  }
  ctx.type = 'application/x-ndjson'
  ctx.set('Cache-Control', 'no-store')
  ctx.body = Readable.from(answers(), { objectMode: false })
}

function answerLine(line: string, index: number, answer: Answer): unknown {
  try {
    return answer(parseLine(line, index), index)
  } catch (error) {
    return problemOf(error)
  }
}

function parseLine(line: string, index: number): unknown {
  try {
    return JSON.parse(line)
  } catch {
    throw new ZongtuError('bad-json', `line ${index + 1} is ${shown(line)}, it must be [longitude, latitude] as JSON`, { index })
  }
}

function problemOf(error: unknown): { error: { code: string; detail: string } } {
  if (!(error instanceof ZongtuError)) throw error
  return { error: { code: error.code, detail: error.detail } }
}

function isPoint(point: unknown): point is [lon: number, lat: number] {
  if (!Array.isArray(point) || point.length !== 2) return false
  const [lon, lat] = point as unknown[]
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
}

/** Throws bad-geometry, with the index of the point. */
function checkPoint(point: unknown, index: number): asserts point is [lon: number, lat: number] {
  if (isPoint(point)) return
  throw new ZongtuError(
    'bad-geometry',
    `point ${index} is ${shown(point)}, it must be [longitude, latitude] within -180 to 180 and -90 to 90`,
    { index },
  )
}
