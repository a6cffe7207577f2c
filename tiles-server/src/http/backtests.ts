import type { Context } from 'koa'
import { BacktestDraftRequest, BacktestLine, BacktestRequest, BacktestResult } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { json, jsonLines } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { RULES } from './fences.ts'
import { sendJson } from './json.ts'
import { typedLines } from './progress-lines.ts'
import { jsonBody } from './request-body.ts'
import { type Route, route } from './route.ts'

const LINES = 'application/x-ndjson'
/** A reader that takes nothing for so long is gone, in milliseconds: it would keep others from their backtests. */
const STALLED_MS = 120_000
const ABOUT = `The alerts it would have raised had it been made at \`from\`, over all fixes that are kept, also those that came too late. Nothing is written, and nobody
is told. Zones and groups of objects are those of now. Asked for \`application/x-ndjson\` it is told as it comes about; who closes the connection ends it.`
const ANSWERS = {
  200: {
    about: 'As NDJSON: lines of progress, then the alerts by time, last `done`, or `error` where it broke off.',
    content: { ...json(BacktestResult, '').content, ...jsonLines(BacktestLine, '').content },
  },
}

type Deps = Pick<HttpDeps, 'backtests' | 'log'>

/** Backtests 回测: what a fence would have raised, over recorded positions. */
export const backtestRoutes = (deps: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/api/fences/:fence/backtest',
    tag: 'fences',
    summary: 'What a fence would have raised 回测',
    description: ABOUT,
    body: jsonBody(BacktestRequest),
    answers: ANSWERS,
    errors: [...RULES, 'busy', 'store-unavailable'],
    handle: async call => send(call.ctx, call.path.fence!, await call.body(), deps),
  }),
  route({
    method: 'POST',
    path: '/api/fences/backtest',
    tag: 'fences',
    summary: 'What a rule would have raised that no fence has 回测',
    description: ABOUT,
    body: jsonBody(BacktestDraftRequest),
    answers: ANSWERS,
    errors: [...RULES, 'busy', 'store-unavailable'],
    handle: async call => send(call.ctx, null, await call.body(), deps),
  }),
]

async function send(
  ctx: Context,
  fence: string | null,
  asked: Parameters<Deps['backtests']['run']>[1],
  { backtests, log }: Deps,
): Promise<void> {
  const gone = new AbortController()
  // Also when the answer is complete.
  ctx.res.once('close', () => gone.abort(new ZongtuError('bad-parameter', 'the client went away')))
  if (ctx.accepts('application/json', LINES) !== LINES) {
    sendJson(ctx, await backtests.result(fence, asked, gone.signal))
    return
  }
  ctx.body = await typedLines(backtests.run(fence, asked, gone.signal), error =>
    log.error({ err: error, requestId: ctx.state.requestId as string }, 'defect in a backtest'),
  )
  ctx.res.setTimeout(STALLED_MS, () => ctx.res.destroy())
  ctx.type = LINES
  ctx.set('Cache-Control', 'no-store')
}
