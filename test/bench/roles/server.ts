import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import pino from 'pino'
import { type App, createApp } from '../../../tiles-server/src/app.ts'
import { defaults } from '../../../tiles-server/src/config.ts'
import type { TilesEvent } from '../../../tiles-server/src/contract/index.ts'
import type { Bbox } from '../../../tiles-server/src/geo/index.ts'
import type { CityStore } from '../city.ts'
import { type CityTile, cityTiles } from '../city-tiles.ts'
import { tell } from '../rpc.ts'
import { GridMover, type Move } from './grid-mover.ts'

export interface Memory {
  readonly rss: number
  readonly heapUsed: number
  readonly external: number
  /** Highest RSS of the process so far. */
  readonly peak: number
}

export interface Opened {
  readonly port: number
  readonly readySeconds: number
  /** Of it, from the first row that live read to ready. */
  readonly loadSeconds: number
  /** Lines of progress told meanwhile. */
  readonly steps: number
  readonly features: number
}

/** What a change made stale, and how much of it really looks different. */
export interface Precision {
  readonly layer: string
  readonly evicted: number
  readonly changed: number
}

/** The whole app in a process of its own; what has no door over HTTP is driven from the parent. */
export const serverRole = () => {
  let app: App | undefined
  let delay: IntervalHistogram | undefined
  let mover: GridMover | undefined
  return {
    open: async ({
      store,
      city,
      cacheMb = 256,
    }: {
      store: CityStore
      city: 'none' | 'S' | 'M' | 'L'
      cacheMb?: number
    }): Promise<Opened> => {
      const from = performance.now()
      let loading = 0
      let steps = 0
      const log = pino(
        { level: 'info' },
        {
          write: (line: string) => {
            const { step } = JSON.parse(line) as { step?: string }
            if (step === undefined) return
            steps++
            tell(step)
            if (step.startsWith('loading ') && loading === 0) loading = performance.now()
          },
        },
      )
      app = await createApp({ ...defaults, ...store, port: 0, city, cacheBytes: cacheMb * 2 ** 20 }, log)
      const now = performance.now()
      const features = app.live.layers().reduce((sum, layer) => sum + layer.size, 0)
      return { port: app.port, readySeconds: (now - from) / 1000, loadSeconds: (now - (loading || now)) / 1000, steps, features }
    },
    memory: (_: undefined): Memory => {
      globalThis.gc?.()
      globalThis.gc?.()
      const { rss, heapUsed, external } = process.memoryUsage()
      return { rss, heapUsed, external, peak: process.resourceUsage().maxRSS * 1024 }
    },
    /** Waits until points are found by the index; answers the bounds of the grids, degrees. */
    located: async (_: undefined): Promise<Bbox> => {
      await app!.live.located()
      return app!.live.layer('grid').bounds!
    },
    tiles: (seed: number): CityTile[] => cityTiles({ grid: app!.live.layer('grid'), camera: app!.live.layer('camera') }, seed),
    /** Reads every tile of the city's grids and cameras, and clusters of incidents: what a server keeps after days of use is there then. */
    readAll: async (seed: number): Promise<number> => {
      const { tiles, live } = app!
      const all = cityTiles({ grid: live.layer('grid'), camera: live.layer('camera') }, seed)
      for (const {
        layer,
        tile: [z, x, y],
      } of all)
        await tiles.tile({ tileset: layer, z, x, y, encoding: 'gzip' })
      await tiles.tile({ tileset: 'incident', z: 6, x: 0, y: 0, encoding: 'gzip' })
      return all.length
    },
    /** Begins to watch how late this process's event loop is, every millisecond. */
    watchDelay: (_: undefined) => {
      delay = monitorEventLoopDelay({ resolution: 1 })
      delay.enable()
    },
    /** Milliseconds beyond the sampling interval. */
    delay: (_: undefined) => {
      delay!.disable()
      const late = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1)
      return { p99: late(delay!.percentile(99)), p999: late(delay!.percentile(99.9)), max: late(delay!.max) }
    },
    /** Chooses inner vertices of grids that can be moved. */
    chooseMoves: ({ count, seed }: { count: number; seed: number }): readonly Move[] => {
      mover = new GridMover(app!, count, seed)
      return mover.moves
    },
    /** Moves a vertex to its other place; answers when it is acknowledged. */
    move: (index: number) => mover!.move(index),
    /** Moves each vertex to and fro and compares all tiles that were told to be stale, in both states. */
    precision: async (moves: number): Promise<Precision[]> => precisionOf(app!, mover!, moves),
    close: () => app?.close(),
  }
}
export type ServerRole = ReturnType<typeof serverRole>

async function precisionOf(app: App, mover: GridMover, moves: number): Promise<Precision[]> {
  const sums = new Map<string, { evicted: number; changed: number }>()
  for (let i = 0; i < moves; i++) {
    const events: TilesEvent[] = []
    const stop = app.tiles.onEvicted(list => events.push(...list))
    await mover.move(i)
    stop()
    const there = await tagsOf(app, events)
    await mover.move(i)
    const back = await tagsOf(app, events)
    for (const [key, tag] of there) {
      const layer = key.split('/')[0]!
      const sum = sums.get(layer) ?? { evicted: 0, changed: 0 }
      sum.evicted++
      if (back.get(key) !== tag) sum.changed++
      sums.set(layer, sum)
    }
  }
  return [...sums].map(([layer, sum]) => ({ layer, ...sum }))
}

/** Entity tags, which tell bytes apart, of the tiles that events name. */
async function tagsOf(app: App, events: readonly TilesEvent[]): Promise<Map<string, string>> {
  const tags = new Map<string, string>()
  for (const event of events) {
    if (!('tiles' in event)) throw new Error(`all tiles of ${event.layer} were evicted`)
    for (const [z, x, y] of event.tiles) {
      const { etag } = await app.tiles.tile({ tileset: event.layer, z, x, y, encoding: 'gzip' })
      tags.set(`${event.layer}/${z}/${x}/${y}`, etag)
    }
  }
  return tags
}
