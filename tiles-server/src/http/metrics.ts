import type { Context, Next } from 'koa'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { HttpDeps } from './deps.ts'
import { Durations } from './durations.ts'

export interface Metrics {
  readonly contentType: string
  text(): Promise<string>
  /** For answers that do not pass the middleware. */
  readonly durations: Durations
  gauge(name: string, help: string, value: () => number): void
  /** Middleware that times every answer by route, never by path. */
  readonly observe: (ctx: Context, next: Next) => Promise<void>
}

/** Prometheus metrics of one server: process and event loop (prom-client's own), requests, live, stream, tile cache. */
export function createMetrics({ live, positions, stream, tiles }: Pick<HttpDeps, 'live' | 'positions' | 'stream' | 'tiles'>): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const gauge = (name: string, help: string, value: () => number): void =>
    void new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value())
      },
    })
  gauge('zongtu_live_seq', 'Sequence number of the state shown', () => live.seq)
  gauge('zongtu_live_lag_seconds', 'Seconds for which the change feed could not be read', () => live.lag / 1000)
  gauge('zongtu_live_ready', '1 once every layer is loaded and caught up', () => Number(live.ready))
  gauge('zongtu_stream_subscribers', 'Open server-sent event streams', () => stream.subscribers)
  new Gauge({
    name: 'zongtu_layer_features',
    help: 'Features of a layer in memory',
    labelNames: ['layer'],
    registers: [registry],
    collect() {
      this.reset()
      for (const layer of live.layers()) this.set({ layer: layer.def.id }, layer.size)
    },
  })
  gauge('zongtu_tile_cache_bytes', 'Compressed bytes of tiles in the cache', () => tiles.cachedBytes)
  gauge('zongtu_tiles_made', 'Tiles made since the start', () => tiles.made)
  gauge('zongtu_positions_seq', 'Number of the newest position that was read from the log', () => positions.seq)
  gauge('zongtu_positions_accepted', 'Positions committed through this process since the start', () => positions.counts.accepted)
  gauge('zongtu_positions_rejected', 'Positions rejected', () => positions.counts.rejectedCount)
  gauge('zongtu_positions_unknown', 'Positions accepted of objects that are no patrols', () => positions.counts.unknown)
  gauge('zongtu_positions_future', 'Positions accepted with a time in the future', () => positions.counts.future)
  gauge('zongtu_positions_null_island', 'Positions accepted at 0, 0', () => positions.counts.nullIsland)
  const durations = new Durations()
  return {
    contentType: registry.contentType,
    text: async () => (await registry.metrics()) + durations.text(),
    durations,
    gauge,
    observe: async (ctx, next) => {
      const started = performance.now()
      ctx.res.once('close', () => {
        const route = (ctx.state.route as string | undefined) ?? 'none'
        if (route !== '/api/stream') durations.observe(ctx.method, route, ctx.res.statusCode, (performance.now() - started) / 1000)
      })
      await next()
    },
  }
}
