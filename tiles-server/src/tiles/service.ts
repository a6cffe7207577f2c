import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { Catalog } from '../catalog/index.ts'
import type { MapCrs, TilesEvent } from '../contract/index.ts'
import { readSelection, type Selection } from '../filter/index.ts'
import { isTile, MAX_TILE_ZOOM } from '../geo/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { AppliedBatch, Live, LiveLayer } from '../live/index.ts'
import { type Encoding, keyOf, type TileAddress, TileCache, type TileRecord, viewOf } from './cache.ts'
import { isClustered } from './cluster.ts'
import { ClusterIndex } from './cluster-index.ts'
import { diffsByLayer, evictionsOf } from './eviction.ts'
import { type Frame, frameOf, WGS84 } from './frame.ts'
import { collectTile, sealTile, sealTileSync, type TileSource } from './make.ts'
import { type Plan, planTileset } from './plan.ts'
import { type TileJson, tileJsonOf } from './tile-json.ts'
import { packTile, unpackTile } from './touch.ts'

export interface TileRequest {
  readonly tileset: string
  readonly z: number
  readonly x: number
  readonly y: number
  /** CQL2 text, applied to every layer of the tileset. */
  readonly filter?: string
  /** Instant or interval (RFC 3339), applied to the layers that have a time. */
  readonly datetime?: string
  /** Coordinate system of the map the tile is for; WGS 84 by default. */
  readonly crs?: MapCrs
  readonly encoding: Encoding
  /** The If-None-Match header as it came. */
  readonly ifNoneMatch?: string
}

export interface TileAnswer {
  /** 204 for a tile that shows nothing, 304 when the caller's copy is current. */
  readonly status: 200 | 204 | 304
  /** Strong: equal tags mean equal bytes. */
  readonly etag: string
  /** With status 200: the tile in the encoding asked for. */
  readonly body?: Buffer
  /** Features were left out to keep the tile's budget. */
  readonly thinned: boolean
  /** For `cached`. */
  readonly handle: TileHandle
}

/** Which tile a request was found to ask for. */
export interface TileHandle {
  readonly key: string
  /** Handles of an older edition name nothing any more: what tilesets are called and hold has changed. */
  readonly edition: number
  /** What was found by it last. */
  record?: TileRecord
}

export interface Tiles {
  /** Throws ZongtuError unknown-layer, bad-parameter, bad-tile, bad-filter. */
  tile(request: TileRequest): Promise<TileAnswer>
  /** What `tile` would answer to the same request again, if nothing had to be made for it; undefined otherwise. Never stale. */
  cached(handle: TileHandle, encoding: Encoding, ifNoneMatch: string | undefined): TileAnswer | undefined
  /** `tilesUrl` is the template with {z}, {x}, {y}. Throws ZongtuError unknown-layer, bad-parameter. */
  tileJson(tileset: string, tilesUrl: string, crs?: MapCrs): TileJson
  /** Tells which tiles changed, after the cache forgot them and before the write is acknowledged. Returns the unsubscribe function. */
  onEvicted(listener: (events: readonly TilesEvent[]) => void): () => void
  /** Bytes held. */
  readonly cachedBytes: number
  /** Tiles made so far, for metrics. */
  readonly made: number
  close(): void
}

export interface TilesOptions {
  readonly live: Pick<Live, 'layer' | 'layers' | 'has' | 'onApplied'>
  readonly catalog: Pick<Catalog, 'themes'>
  /** Random id of the database; part of every ETag. */
  readonly databaseId: string
  /** Budget of the cache in bytes. */
  readonly cacheBytes: number
}

/** Raised when the same features would be written as other bytes. */
const FORMAT = 3

/** A tile in the making. A change that touches it sets `stale`: the maker then begins again before anyone is answered. */
interface Flight extends TileAddress {
  plan: Plan
  stale: boolean
}
interface Made {
  readonly record: TileRecord
  readonly body: Buffer
}

/** A tile that changes each time it is made is compressed without giving way after this many attempts. */
const PATIENCE = 4

/** Joins the pipeline, the cache and live's changes. */
export function createTiles({ live, catalog, databaseId, cacheBytes }: TilesOptions): Tiles {
  const salt = `${databaseId}|${FORMAT}|${process.versions.zlib}|`
  const cache = new TileCache(cacheBytes)
  const plans = new LRUCache<string, Plan>({ max: 256 })
  const flights = new Map<string, { flight: Flight; done: Promise<Made> }>()
  /** The frames in use, WGS 84 first, with what is counted in them, by layer. */
  const frames = new Map<Frame, Map<string, ClusterIndex>>([[WGS84, new Map()]])
  const listeners = new Set<(events: readonly TilesEvent[]) => void>()
  let made = 0
  let edition = 0

  function planOf(tileset: string): Plan {
    const known = plans.get(tileset)
    if (known) return known
    const plan = planTileset(tileset, live, catalog.themes)
    plans.set(tileset, plan)
    return plan
  }

  /** A frame costs a look at each change, so it is in use from the first tile on that is made for it. */
  function use(frame: Frame): Map<string, ClusterIndex> {
    const known = frames.get(frame)
    if (known) return known
    const indexes = new Map<string, ClusterIndex>()
    frames.set(frame, indexes)
    return indexes
  }

  function clustersOf(layer: LiveLayer, frame: Frame): ClusterIndex {
    const indexes = use(frame)
    const known = indexes.get(layer.def.id)
    if (known?.layer === layer) return known
    const index = new ClusterIndex(layer, frame)
    indexes.set(layer.def.id, index)
    // One that failed would fail every tile and gather changes for ever; who waits for it is told.
    index.filled.catch(() => indexes.get(layer.def.id) === index && indexes.delete(layer.def.id))
    return index
  }

  /** What has to be counted before a tile can be made: the first index of its layers that is not yet complete. */
  function unfilled({ plan, tile, frame }: Flight): ClusterIndex | undefined {
    const [zoom] = unpackTile(tile)
    const clustered = plan.at(zoom).filter(def => isClustered(def, zoom))
    return clustered.map(def => clustersOf(live.layer(def.id), frame)).find(index => !index.isFilled)
  }

  /** One maker a tile; who asks meanwhile waits for the same one. */
  function make(address: TileAddress, tileset: string, selection: Selection): Promise<Made> {
    const key = keyOf(address)
    const known = flights.get(key)
    if (known) return known.done
    const flight: Flight = { ...address, plan: planOf(tileset), stale: false }
    const done = fly(flight, tileset, selection).finally(() => flights.delete(key))
    flights.set(key, { flight, done })
    return done
  }

  async function fly(flight: Flight, tileset: string, selection: Selection): Promise<Made> {
    const { frame } = flight
    use(frame)
    const source: TileSource = { live, selection, frame, clusters: layer => clustersOf(layer, frame) }
    for (let attempt = 1; ; attempt++) {
      flight.plan = planOf(tileset)
      for (let index = unfilled(flight); index; index = unfilled(flight)) {
        await index.filled
        flight.plan = planOf(tileset)
      }
      flight.stale = false
      const layers = collectTile(flight.plan, source, unpackTile(flight.tile))
      const sealed = attempt < PATIENCE ? await sealTile(layers) : sealTileSync(layers)
      made++
      if (flight.stale) continue
      const { tile, view, filtered, spatial, plan } = flight
      const digest = createHash('sha256').update(salt).update(sealed.raw).digest('base64url').slice(0, 22)
      const known = {
        tile,
        view,
        filtered,
        spatial,
        frame,
        plan,
        etags: { gzip: `"${digest}-gz"`, identity: `"${digest}"` },
        empty: sealed.raw.length === 0,
        thinned: sealed.thinned,
      }
      return { record: cache.put(known, sealed.gzipped), body: sealed.gzipped }
    }
  }

  function applied(batch: AppliedBatch): void {
    if (batch.reset.length > 0) {
      plans.clear()
      edition++
    }
    for (const indexes of frames.values()) for (const layer of batch.reset) indexes.delete(layer)
    const diffs = diffsByLayer(batch)
    for (const indexes of frames.values()) for (const [layer, own] of diffs) indexes.get(layer)?.apply(own, batch.seq)
    const { evictions, events } = evictionsOf(batch, diffs, live, [...frames.keys()])
    for (const { tiles, stale } of evictions) {
      if (tiles === 'all') cache.drop(stale)
      else if (tiles === 'spatial') cache.dropSpatial(stale)
      else cache.dropTiles(tiles, stale)
      for (const { flight } of flights.values()) flight.stale ||= stale(flight)
    }
    if (events.length > 0) for (const listener of listeners) listener(events)
  }

  function cached(handle: TileHandle, encoding: Encoding, ifNoneMatch: string | undefined): TileAnswer | undefined {
    if (handle.edition !== edition) return undefined
    const record = handle.record?.kept.current ? handle.record : cache.record(handle.key)
    if (!record) return undefined
    handle.record = record
    cache.used(handle.key, record)
    const brief = withoutBody(record, handle, encoding, ifNoneMatch)
    if (brief) return brief
    const body = cache.body(handle.key, record, encoding)
    return body && withBody(record, handle, encoding, body)
  }

  const unsubscribe = live.onApplied(applied)
  return {
    async tile(request) {
      const { tileset, z, x, y, encoding } = request
      const plan = planOf(tileset)
      if (!isTile(z, x, y)) throw new ZongtuError('bad-tile', badTile(z, x, y))
      const selection = readSelection(request, plan.layers)
      const frame = frameOf(request.crs ?? 'wgs84')
      const address: TileAddress = {
        tile: packTile(z, x, y),
        view: viewOf(tileset, selection.text, frame),
        filtered: selection.text !== '',
        spatial: selection.spatial,
        frame,
      }
      const handle: TileHandle = { key: keyOf(address), edition }
      const known = cached(handle, encoding, request.ifNoneMatch)
      if (known) return known
      const { record, body } = await make(address, tileset, selection)
      const brief = withoutBody(record, handle, encoding, request.ifNoneMatch)
      return brief ?? withBody(record, handle, encoding, encoding === 'gzip' ? body : gunzipSync(body))
    },
    cached,
    tileJson: (tileset, tilesUrl, crs = 'wgs84') => tileJsonOf(planOf(tileset), live, tilesUrl, frameOf(crs)),
    onEvicted(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get cachedBytes() {
      return cache.bytes
    },
    get made() {
      return made
    },
    close: unsubscribe,
  }
}

/** The answers that need no tile. */
function withoutBody(record: TileRecord, handle: TileHandle, encoding: Encoding, ifNoneMatch: string | undefined): TileAnswer | undefined {
  const etag = record.etags[encoding]
  if (matches(ifNoneMatch, etag)) return { status: 304, etag, thinned: record.thinned, handle }
  return record.empty ? { status: 204, etag, thinned: record.thinned, handle } : undefined
}

const withBody = (record: TileRecord, handle: TileHandle, encoding: Encoding, body: Buffer): TileAnswer => ({
  status: 200,
  etag: record.etags[encoding],
  body,
  thinned: record.thinned,
  handle,
})

/** If-None-Match compares weakly (RFC 9110, 13.1.2). */
const matches = (header: string | undefined, etag: string): boolean =>
  (header?.split(',') ?? []).some(entry => entry.trim().replace(/^W\//, '') === etag || entry.trim() === '*')

function badTile(z: number, x: number, y: number): string {
  if (!Number.isInteger(z) || z < 0 || z > MAX_TILE_ZOOM) return `zoom ${z} is not a whole number from 0 to ${MAX_TILE_ZOOM}`
  return `tile ${z}/${x}/${y} does not exist: x and y must be whole numbers from 0 to ${2 ** z - 1} at zoom ${z}`
}
