import { Readable } from 'node:stream'
import { createExports, EXPORT_FORMATS, type Exports, TEXT_ENCODINGS } from '../exchange/index.ts'
import { selectAllFeatures } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { LiveLayer } from '../live/index.ts'
import { conditions } from './conditions.ts'
import type { HttpDeps } from './deps.ts'
import { waitForMinSeq } from './fresh.ts'
import { readBbox, readChoice, readRepeated } from './query.ts'
import type { Call, Route } from './route.ts'

/** A reader that takes nothing for so long is gone, in milliseconds: it would keep others from their exports. */
const STALLED = 120_000

type Deps = Pick<HttpDeps, 'live' | 'store' | 'log'>

/** `GET /api/layers/{layer}/export`: the features that `GET .../features` would select, all of them, as of one moment, as a file. */
export function exportRoutes(deps: Deps): Route[] {
  const exports = createExports()
  return [
    {
      method: 'GET',
      path: '/api/layers/:layer/export',
      query: ['format', 'crs', 'encoding', 'filter', 'bbox', 'datetime', 'ids', 'min_seq'],
      repeated: ['ids'],
      handle: call => sendExport(call, exports, deps),
    },
  ]
}

async function sendExport(call: Call, exports: Exports, { live, store, log }: Deps): Promise<void> {
  const { ctx, path, query } = call
  const ended = new AbortController()
  ctx.res.once('close', () => ended.abort(new ZongtuError('bad-parameter', 'the client went away')))
  const { signal } = ended
  const bbox = readBbox(query)
  const format = readChoice(query, 'format', EXPORT_FORMATS, 'geojson')
  const encoding = query.has('encoding') ? readChoice(query, 'encoding', TEXT_ENCODINGS, 'utf-8-bom') : undefined
  await waitForMinSeq({ live, store }, query, [path.layer!])
  const layer = live.layer(path.layer!)
  const plan = exports.plan(layer.def, { format, crs: query.get('crs'), encoding })
  const selection = { ...conditions(layer, query), ...(bbox && { bbox }), ...(query.has('ids') && { ids: readIds(call, layer) }) }
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
const readIds = ({ ctx }: Call, layer: LiveLayer): string[] =>
  readRepeated(ctx.querystring, 'ids').flatMap(value => (layer.get(value) ? [value] : value.split(',')))
