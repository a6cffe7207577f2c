import { createReadStream } from 'node:fs'
import { ZongtuError } from '../kernel/index.ts'
import { spoolBackup } from '../store/index.ts'
import { file } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { type Call, type Route, route } from './route.ts'

const PROGRESS_MS = 2_000
/** A reader that takes nothing for so long is gone, in milliseconds: it would keep others from their backups. */
const STALLED_MS = 120_000

type Asked = Pick<Call, 'ctx'>
type Deps = Pick<HttpDeps, 'store' | 'log'>

/**
 * `GET /api/backup`: the whole store as one file, as of one moment; one at a time. The answer begins when the file is complete. On the embedded
 * store writes wait until then.
 */
export function backupRoutes(deps: Deps): Route[] {
  let running = false
  const handle = async (call: Asked): Promise<void> => {
    refuseOtherSites(call)
    if (call.ctx.method === 'HEAD') {
      call.ctx.type = 'application/gzip'
      call.ctx.status = 200
      return
    }
    if (running) throw new ZongtuError('busy', 'another backup is being made; try again when it is done')
    running = true
    try {
      await send(call, deps, () => {
        running = false
      })
    } catch (error) {
      running = false
      throw error
    }
  }
  return [
    route({
      method: 'GET',
      path: '/api/backup',
      tag: 'server',
      summary: 'The whole store as one file 备份',
      description: 'As of one moment; `npm run restore` takes it. On the embedded store writes wait until it is made.',
      answers: { 200: file('The backup.', 'application/gzip') },
      sends: ['Zongtu-Seq'],
      errors: ['busy', 'store-unavailable'],
      handle,
    }),
  ]
}

/** A page of another site could name this address in an image, without an Origin header: it would get nothing, but make the store busy. */
function refuseOtherSites({ ctx }: Asked): void {
  const site = ctx.get('Sec-Fetch-Site')
  if (site === '' || site === 'same-origin' || site === 'none') return
  throw new ZongtuError(
    'forbidden',
    `Sec-Fetch-Site is ${JSON.stringify(site.slice(0, 40))}, only pages of this server may ask for a backup`,
  )
}

async function send({ ctx }: Asked, { store, log }: Deps, done: () => void): Promise<void> {
  const gone = new AbortController()
  // Also when the answer is complete.
  ctx.res.once('close', () => gone.abort(new ZongtuError('bad-parameter', 'the client went away')))
  let told = 0
  const backup = await spoolBackup(
    store,
    step => {
      if (performance.now() - told < PROGRESS_MS) return
      told = performance.now()
      log.info({ step }, `backup: ${step}`)
    },
    gone.signal,
  )
  const { header, rows, bytes, path, dispose } = backup
  log.info({ rows, bytes, seq: header.seq }, `backup: ${rows} rows as of change ${header.seq}, ${bytes} bytes`)
  ctx.set({ 'Content-Type': 'application/gzip', 'Cache-Control': 'no-store', 'Zongtu-Seq': String(header.seq) })
  ctx.attachment(`zongtu-${header.created.slice(0, 10)}.backup`)
  ctx.compress = false
  ctx.status = 200
  ctx.length = bytes
  ctx.res.setTimeout(STALLED_MS, () => ctx.res.destroy())
  const bytesOf = createReadStream(path)
  const cleanUp = (): void => {
    bytesOf.destroy()
    void dispose().finally(done)
  }
  if (gone.signal.aborted) return cleanUp()
  gone.signal.addEventListener('abort', cleanUp)
  ctx.body = bytesOf
}
