import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Context } from 'koa'
import type { Logger } from 'pino'
import type { Encoding, TileAnswer, TileHandle, Tiles } from '../tiles/index.ts'
import type { Durations } from './durations.ts'
import { type Decide, SECURITY_HEADERS } from './guards.ts'
import { logAnswer, newRequestId } from './request-log.ts'

export const TILE_ROUTE = '/tiles/:tileset/:z/:x/:y.mvt'

/** Cached tiles, answered in front of Koa: what Koa's way has answered once is answered again without taking the request apart anew. */
export interface WarmTiles {
  /** Answers the request, to the byte as Koa's way does, or leaves it untouched and says false. */
  answer(request: IncomingMessage, response: ServerResponse): boolean
  /** Told by Koa's way: what it made of a request that it is about to answer with a tile. */
  learn(ctx: Context, handle: TileHandle, encoding: Encoding): void
  /** Answers given so far, for metrics. */
  readonly answered: number
}

interface Deps {
  readonly tiles: Pick<Tiles, 'cached'>
  readonly decide: Decide
  readonly log: Logger
  readonly durations: Durations
}

/** What a request target (path and query as sent) was found to mean. */
interface Target {
  readonly path: string
  readonly handle: TileHandle
  /** The headers sent last, of a body with this tag; the tag tells the encoding too. */
  etag?: string
  thinned?: boolean
  headers?: string[]
}

/** Bounds of what is remembered: targets, their characters, and different Accept-Encoding headers. Beyond, all is forgotten: Koa's way tells it again. */
const LIMITS = { targets: 100_000, characters: 16e6, encodings: 200 } as const

/**
 * Nothing is decided here. The access rules are asked for each request; whether a tile is current, the cache is asked; how a target and an
 * Accept-Encoding header are read, Koa's way has told. `min_seq` stays met once it was: the feed does not go back.
 */
export function createWarmTiles({ tiles, decide, log, durations }: Deps): WarmTiles {
  const targets = new Map<string, Target>()
  let characters = 0
  const encodings = new Map<string, Encoding>()

  let answered = 0

  function find(request: IncomingMessage): { tile: TileAnswer; encoding: Encoding; target: Target } | undefined {
    const { method, headers } = request
    if ((method !== 'GET' && method !== 'HEAD') || headers.expect !== undefined) return undefined
    const target = targets.get(request.url!)
    const encoding = encodings.get(headers['accept-encoding'] ?? '')
    if (!target || !encoding || !passes(request, target.path)) return undefined
    const tile = tiles.cached(target.handle, encoding, headers['if-none-match'])
    return tile && { tile, encoding, target }
  }

  /** A refusal is Koa's to tell. */
  function passes(request: IncomingMessage, path: string): boolean {
    try {
      decide(request, path)
      return true
    } catch {
      return false
    }
  }

  return {
    answer(request, response) {
      const started = performance.now()
      const found = find(request)
      if (!found) return false
      answered++
      const requestId = newRequestId()
      // A line of debugging by `logAnswer`'s rule; a listener for nobody would cost as much as finding the tile.
      if (log.isLevelEnabled('debug')) response.on('close', () => logAnswer(log, response, requestId, started))
      const { tile, encoding, target } = found
      const headers = headersOf(target, tile, encoding)
      headers[1] = requestId
      response.writeHead(tile.status, headers)
      // Nothing young is left in what is old, where each collection would have to look for it.
      headers[1] = ''
      response.end(request.method === 'HEAD' ? undefined : tile.body)
      // All bytes are handed over by now, in one write.
      durations.observe(request.method!, TILE_ROUTE, tile.status, (performance.now() - started) / 1000)
      return true
    },
    learn({ req, path }, handle, encoding) {
      const url = req.url!
      if (targets.size >= LIMITS.targets || characters > LIMITS.characters) {
        targets.clear()
        characters = 0
      }
      if (encodings.size >= LIMITS.encodings) encodings.clear()
      if (!targets.has(url)) characters += url.length
      targets.set(url, { path, handle })
      encodings.set(req.headers['accept-encoding'] ?? '', encoding)
    },
    get answered() {
      return answered
    },
  }
}

const SECURITY = Object.entries(SECURITY_HEADERS).flat()

/** All headers as Koa's way sends them; the second entry is for the request's id. Read before the next call writes another there. */
function headersOf(target: Target, tile: TileAnswer, encoding: Encoding): string[] {
  const { body } = tile
  if (body && target.headers && target.etag === tile.etag && target.thinned === tile.thinned) return target.headers
  const headers = ['X-Request-Id', '', ...SECURITY, ...tileHeaders(tile, encoding)]
  if (body) {
    headers.push('Content-Length', String(body.length))
    target.etag = tile.etag
    target.thinned = tile.thinned
    target.headers = headers
  }
  return headers
}

/** The headers that are the tile's own: name, value, name, value ..., in the order they are sent. */
export function tileHeaders(tile: TileAnswer, encoding: Encoding): string[] {
  const headers = ['Vary', 'Accept-Encoding', 'ETag', tile.etag, 'Cache-Control', 'private, no-cache']
  if (tile.thinned) headers.push('Zongtu-Thinned', 'true')
  if (tile.status === 200) headers.push('Content-Type', 'application/vnd.mapbox-vector-tile')
  if (tile.status === 200 && encoding === 'gzip') headers.push('Content-Encoding', 'gzip')
  return headers
}
