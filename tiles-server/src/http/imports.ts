import { z } from 'zod'
import { FORMATS, type Format, type Source } from '../exchange/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { readJson } from './body.ts'
import type { HttpDeps } from './deps.ts'
import { IMPORT_QUERY, readFileName, readImportOptions, readJoin } from './import-options.ts'
import { progressLines } from './progress-lines.ts'
import type { Call, Route } from './route.ts'
import { checkFileBody, FILE_LIMIT } from './uploads.ts'

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
  { method: 'POST', path: '/api/imports', ...IMPORT_QUERY, handle: call => runImport(call, deps) },
  { method: 'POST', path: '/api/imports/inspect', handle: call => runInspection(call, deps) },
]

async function runImport(call: Call, deps: Deps): Promise<void> {
  const { ctx, query, actor } = call
  const token = query.get('upload')
  if (token === undefined) checkFileBody(ctx, Object.keys(BODY_FORMATS))
  const type = ctx.get('Content-Type').split(';')[0]!.trim().toLowerCase()
  const options = readImportOptions(call, token === undefined ? BODY_FORMATS[type] : undefined)
  const on = readJoin(query.get('join'), query.get('on'))
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
      token === undefined ? await imports.uploads.receive(ctx.req, readFileName(query), FILE_LIMIT) : imports.uploads.use(token),
    )
    await sendLines(call, deps, (onProgress, signal) =>
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

const Inspect = z.strictObject({
  upload: z.string(),
  format: z.enum(FORMATS).optional(),
  entry: z.string().min(1).max(500).optional(),
  crs: z.string().min(1).max(5000).optional(),
  /** Renames of columns, as `map` of an import: what matters here is which ones hold the positions. */
  map: z.record(z.string().max(200), z.string().max(200)).optional(),
  join: z.string().optional(),
  on: z.string().optional(),
})

async function runInspection(call: Call, deps: Deps): Promise<void> {
  const parsed = Inspect.safeParse(await readJson(call))
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ZongtuError('bad-parameter', `${issue!.path.join('.') || 'the body'}: ${issue!.message}`)
  }
  const { upload, join, on, map, ...options } = parsed.data
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
    await sendLines(call, deps, (onProgress, signal) =>
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
  { ctx }: Call,
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
