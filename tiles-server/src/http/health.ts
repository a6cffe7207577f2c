import { Health, Readiness } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { file, json } from './answer.ts'
import type { HttpDeps } from './deps.ts'
import { sendJson } from './json.ts'
import type { Metrics } from './metrics.ts'
import { type Route, route } from './route.ts'

const STORE_PATIENCE_MS = 2_000

export const healthRoutes = ({ live, store }: Pick<HttpDeps, 'live' | 'store'>, metrics: Metrics): Route[] => [
  route({
    method: 'GET',
    path: '/healthz',
    tag: 'server',
    summary: 'Whether the process lives',
    answers: { 200: json(Health, 'It does.') },
    handle: ({ ctx }) => sendJson(ctx, { status: 'ok' }),
  }),
  route({
    method: 'GET',
    path: '/readyz',
    tag: 'server',
    summary: 'Whether it shows all layers and reaches its store',
    answers: { 200: json(Readiness, 'It does.') },
    errors: ['not-caught-up', 'store-unavailable'],
    handle: async ({ ctx }) => {
      if (!live.ready) {
        throw new ZongtuError('not-caught-up', `the live index is being loaded: ${live.loading.join(', ') || 'catching up'}`, {
          loading: live.loading,
        })
      }
      await reach(store)
      sendJson(ctx, { status: 'ready', seq: live.seq, lagMs: live.lag, store: store.kind })
    },
  }),
  route({
    method: 'GET',
    path: '/metrics',
    tag: 'server',
    summary: 'Metrics for Prometheus',
    answers: { 200: file('In the text format of Prometheus.', 'text/plain') },
    handle: async ({ ctx }) => {
      ctx.set('Content-Type', metrics.contentType)
      ctx.set('Cache-Control', 'no-store')
      ctx.body = await metrics.text()
    },
  }),
]

async function reach(store: HttpDeps['store']): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new ZongtuError('store-unavailable', `the store did not answer within ${STORE_PATIENCE_MS} ms`)),
      STORE_PATIENCE_MS,
    )
  })
  try {
    await Promise.race([store.currentSeq(), late])
  } catch (error) {
    throw error instanceof ZongtuError ? error : new ZongtuError('store-unavailable', 'the store cannot be reached')
  } finally {
    clearTimeout(timer)
  }
}
