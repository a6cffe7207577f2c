import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import { ImportLine, InspectionLine, InspectRequest } from '../contract/index.ts'
import type { Format, Source } from '../exchange/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { jsonLines } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { IMPORT_QUERY, readImportOptions, readJoin } from './import-options.ts'
import type { Params } from './param.ts'
import { progressLines } from './progress-lines.ts'
import { fileBody, jsonBody } from './request-body.ts'
import { type Call, type Route, route } from './route.ts'
import { FILE_LIMIT } from './uploads.ts'

/** What a body can be, and the format its type shows; for the others the content decides. */
const BODY_FORMATS: Readonly<Record<string, Format | undefined>> = {
  'application/geo+json': 'geojson',
  'application/json': undefined,
  'application/x-ndjson': 'ndjson',
  'application/geo+json-seq': 'ndjson',
  'text/csv': 'csv',
  'text/tab-separated-values': 'csv',
  'application/octet-stream': undefined,
}

type Deps = Pick<HttpDeps, 'imports' | 'log'>
type Held = Source & { dispose(): Promise<void> }

/**
 * `POST /api/imports`: the file is the body or an upload's token; the answer is NDJSON, a line for each step and the report last.
 * `POST /api/imports/inspect`: what an upload holds, in the same form. A table that is joined is an upload too.
 */
export const importRoutes = (deps: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/api/imports',
    tag: 'datasets',
    summary: 'Import a file into a layer 导入',
    description:
      'The file is the body, or an upload. What is refused before a row was read is a problem; from then on the last line tells.',
    query: IMPORT_QUERY,
    body: FILE,
    answers: { 200: jsonLines(ImportLine, 'A line for each step; last `done` with the report, or `failed`.') },
    errors: REFUSALS,
    handle: call => runImport(call, deps),
  }),
  route({
    method: 'POST',
    path: '/api/imports/inspect',
    tag: 'datasets',
    summary: 'Look at an upload without importing it',
    body: INSPECT,
    answers: { 200: jsonLines(InspectionLine, 'A line for each step; last `done` with what it holds, or `failed`.') },
    errors: REFUSALS,
    handle: call => runInspection(call, deps),
  }),
]

const FILE = fileBody(Object.keys(BODY_FORMATS), { required: false })
const INSPECT = jsonBody(InspectRequest, 'bad-parameter')
const REFUSALS = ['bad-import', 'unknown-layer', 'read-only-layer', 'unit-layer', 'busy', 'store-unavailable', 'not-caught-up'] as const

async function runImport(call: Call<typeof IMPORT_QUERY, IncomingMessage>, deps: Deps): Promise<void> {
  const { ctx, query, actor } = call
  const token = query.upload
  const body = token === undefined ? await call.body() : ctx.req
  const type = ctx.get('Content-Type').split(';')[0]!.trim().toLowerCase()
  const options = readImportOptions(query, token === undefined ? BODY_FORMATS[type] : undefined)
  const on = readJoin(query.join, query.on)
  const { imports } = deps
  imports.check(options.layer)
  const files: Held[] = []
  const dispose = async (): Promise<void> => {
    for (const file of files) await file.dispose()
  }
  try {
    const join = on && { source: kept(files, imports.uploads.use(on.token)), left: on.left, right: on.right }
    const source = kept(
      files,
      token === undefined ? await imports.uploads.receive(body, query.name, FILE_LIMIT) : imports.uploads.use(token),
    )
    await sendLines(call.ctx, deps, (onProgress, signal) =>
      imports
        .run(source, { ...options, join }, { actor, signal, onProgress })
        .then(report => ({ report }))
        .finally(dispose),
    )
  } catch (error) {
    await dispose()
    throw error
  }
}

async function runInspection(call: Call<Params, InspectRequest>, deps: Deps): Promise<void> {
  const { upload, join, on, map, ...options } = await call.body()
  const renames = map && new Map(Object.entries(map))
  const pair = readJoin(join, on)
  const { uploads } = deps.imports
  const files: Held[] = []
  const dispose = async (): Promise<void> => {
    for (const file of files) await file.dispose()
  }
  try {
    const source = kept(files, uploads.use(upload))
    const joined = pair && { source: kept(files, uploads.use(pair.token)), left: pair.left, right: pair.right }
    await sendLines(call.ctx, deps, (onProgress, signal) =>
      deps.imports
        .inspect(source, { ...options, map: renames, join: joined }, { signal, onProgress })
        .then(inspection => ({ inspection }))
        .finally(dispose),
    )
  } catch (error) {
    await dispose()
    throw error
  }
}

function kept(files: Held[], file: Held): Held {
  files.push(file)
  return file
}

/** What is refused before a single row was read is a problem with its status; from then on the last line tells. A client that goes away cancels. */
async function sendLines(
  ctx: Context,
  { log }: Deps,
  run: (onProgress: (line: { stage: string }) => void, signal: AbortSignal) => Promise<object>,
): Promise<void> {
  const cancel = new AbortController()
  ctx.res.once('close', () => cancel.abort(new ZongtuError('bad-import', 'the client went away; nothing was stored')))
  ctx.body = await progressLines(
    onProgress => run(onProgress, cancel.signal),
    error => log.error({ err: error, requestId: ctx.state.requestId as string }, 'defect in an import'),
  )
  ctx.type = 'application/x-ndjson'
  ctx.set('Cache-Control', 'no-store')
}
