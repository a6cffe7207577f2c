import { Readable } from 'node:stream'
import { createExports, EXPORT_FORMATS, EXPORT_TYPES, type Exports, TEXT_ENCODINGS } from '../exchange/index.ts'
import { selectAllFeatures } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { LiveLayer } from '../live/index.ts'
import { file } from './answer.ts'
import { BBOX, CONDITIONS, MIN_SEQ } from './common-params.ts'
import { conditions } from './conditions.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { choice, text, texts, withDefault } from './param.ts'
import { type Call, type Route, route } from './route.ts'

/** A reader that takes nothing for so long is gone, in milliseconds: it would keep others from their exports. */
const STALLED = 120_000

const QUERY = {
  format: withDefault(choice('What to write.', EXPORT_FORMATS), 'geojson'),
  crs: text('`EPSG:n`, `gcj02` or `bd09`, of formats that have a choice; else WGS 84.'),
  encoding: choice('Of delimited text; else UTF-8 with a mark at its beginning.', TEXT_ENCODINGS),
  ...CONDITIONS,
  bbox: BBOX,
  ids: texts('Only these features, each given by itself or with commas between them.'),
  min_seq: MIN_SEQ,
}
type ExportCall = Call<typeof QUERY>

type Deps = Pick<HttpDeps, 'live' | 'store' | 'log'>

/** `GET /api/layers/{layer}/export`: the features that `GET .../features` would select, all of them, as of one moment, as a file. */
export function exportRoutes(deps: Deps): Route[] {
  const exports = createExports()
  return [
    route({
      method: 'GET',
      path: '/api/layers/:layer/export',
      tag: 'datasets',
      summary: 'Features as a file 导出',
      description: 'The features that GET .../features would select, all of them, as of one moment.',
      query: QUERY,
      answers: { 200: file('The file.', ...EXPORT_TYPES) },
      sends: ['Zongtu-Seq'],
      errors: ['unknown-feature', 'too-large', 'busy'],
      handle: call => sendExport(call, exports, deps),
    }),
  ]
}

async function sendExport(call: ExportCall, exports: Exports, { live, store, log }: Deps): Promise<void> {
  const { ctx, path, query } = call
  const ended = new AbortController()
  ctx.res.once('close', () => ended.abort(new ZongtuError('bad-parameter', 'the client went away')))
  const { signal } = ended
  const { bbox, format, encoding, crs, ids } = query
  await waitForMinSeq({ live, store }, query.min_seq, [path.layer!])
  const layer = live.layer(path.layer!)
  const plan = exports.plan(layer.def, { format, crs, encoding })
  const selection = { ...conditions(layer, query), ...(bbox && { bbox }), ...(ids.length > 0 && { ids: readIds(ids, layer) }) }
  if (ctx.method !== 'HEAD') exports.enter(signal)
  const { seq } = layer
  const file = ctx.method === 'HEAD' ? undefined : await exports.write(plan, await selectAllFeatures(layer, selection, signal), signal)
  ctx.set({ 'Content-Type': plan.mediaType, 'Cache-Control': 'no-store', 'Zongtu-Seq': String(seq) })
  ctx.attachment(plan.fileName, { fallback: plan.plainName })
  ctx.compress = false
  ctx.status = 200
  if (file === undefined) return
  ctx.res.setTimeout(STALLED, () => ctx.res.destroy())
  ctx.body = Readable.from(guarded(file.pieces, signal, error => log.error({ err: error }, 'defect in an export')))
  if (file.bytes !== undefined) ctx.length = file.bytes
}

/** After the first byte nobody can be told: the connection is cut, so that the file is not taken for whole, and the log has why. */
async function* guarded(pieces: AsyncIterable<Uint8Array>, signal: AbortSignal, onDefect: (error: unknown) => void) {
  try {
    yield* pieces
  } catch (error) {
    if (!signal.aborted) onDefect(error)
    throw error
  }
}

/** `ids=a,b&ids=c`; a value that is itself the id of a feature is one, for ids may have commas in them. */
const readIds = (given: readonly string[], layer: LiveLayer): string[] =>
  given.flatMap(value => (layer.get(value) ? [value] : value.split(',')))
