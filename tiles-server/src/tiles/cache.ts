import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { LRUCache } from 'lru-cache'
import type { Frame } from './frame.ts'
import type { Plan } from './plan.ts'

export type Encoding = 'gzip' | 'identity'

/** Where a cached tile belongs: who asked decides the view, live decides when it is stale. */
export interface TileAddress {
  /** Packed tile (touch.ts). */
  readonly tile: number
  /** Everything else that the bytes depend on (viewOf): tileset, selection (filter and time) and frame; access scope when it comes. */
  readonly view: string
  /** True when a filter or a time picks features, so that attributes the tile does not carry matter too. */
  readonly filtered: boolean
  /** True when geometry decides which features are shown, so that changes too small to be drawn matter as well. */
  readonly spatial: boolean
  readonly frame: Frame
}

/** What is known of a tile after it was made; outlives the bytes, so that a client's copy can be confirmed without them. */
export interface TileRecord extends TileAddress {
  /** What it draws, as of its making. */
  readonly plan: Plan
  /** Entity tag by encoding, from the digest of the uncompressed bytes: the two are other bytes, so they have other tags. */
  readonly etags: Readonly<Record<Encoding, string>>
  readonly empty: boolean
  readonly thinned: boolean
  /** The cache's own notes, so that who holds a record need not look it up. */
  readonly kept: Kept
}

interface Kept {
  /** False from the change on that made the tile stale. */
  current: boolean
  /** The compressed bytes, while they are there. */
  body: Buffer | undefined
  uses: number
}

/** A record in use is told to the queues of what goes first every so many uses: that costs more than the answer. */
const USES = 16

/** Most records kept (about 300 bytes each). */
const MAX_RECORDS = 200_000

/**
 * A view as the cache names it. Its texts come from callers, up to 16 kB of them; their digest is 22 characters, so that a record stays as small as
 * `MAX_RECORDS` counts on.
 */
export const viewOf = (tileset: string, selection: string, { crs }: Frame): string =>
  createHash('sha256')
    .update(JSON.stringify([tileset, selection, crs]))
    .digest('base64url')
    .slice(0, 22)

/** In memory of its own: a slice of a block that others share would keep the whole block. */
function alone(body: Buffer): Buffer {
  const copy = Buffer.allocUnsafeSlow(body.length)
  body.copy(copy)
  return copy
}

/** An address as text. */
export const keyOf = ({ tile, view }: TileAddress): string => `${tile}|${view}`

const plainKey = (key: string): string => `${key}|identity`

/**
 * Tiles by bytes, and records of tiles by number. Both say only what is current: a record that a change touched is dropped
 * together with its bytes, and a tile that is being made when the change comes is marked, so that its maker starts again.
 */
export class TileCache {
  readonly #bodies: LRUCache<string, Buffer>
  readonly #records: LRUCache<string, TileRecord>
  readonly #byTile = new Map<number, Set<string>>()
  readonly #spatial = new Set<string>()

  /** `maxBytes`: budget of all bodies; 0 keeps no bytes. */
  constructor(maxBytes: number) {
    // lru-cache wants a positive budget; nothing but an empty body fits into one byte.
    this.#bodies = new LRUCache({
      maxSize: Math.max(1, Math.floor(maxBytes)),
      sizeCalculation: body => Math.max(1, body.length),
      dispose: (body, key) => {
        const record = this.#records.peek(key)
        if (record?.kept.body === body) record.kept.body = undefined
      },
    })
    this.#records = new LRUCache({ max: MAX_RECORDS, dispose: (record, key) => this.#forget(record, key) })
  }

  get bytes(): number {
    return this.#bodies.calculatedSize
  }

  record(key: string): TileRecord | undefined {
    return this.#records.get(key)
  }

  /** Notes a use of a record that is current, whatever is answered from it. */
  used(key: string, { kept }: TileRecord): void {
    if (kept.uses++ % USES !== 0) return
    this.#records.get(key)
    this.#bodies.get(key)
  }

  /** Tiles are kept compressed. A client that takes no compression is rare, but then it asks for many: what it took is kept as it took it. */
  body(key: string, { kept }: TileRecord, encoding: Encoding): Buffer | undefined {
    if (encoding === 'gzip') return kept.body
    const known = this.#bodies.get(plainKey(key))
    if (known) return known
    const plain = kept.body && gunzipSync(kept.body)
    if (plain) this.#bodies.set(plainKey(key), alone(plain))
    return plain
  }

  /** Takes in a tile that is current, and its compressed bytes. */
  put(tile: Omit<TileRecord, 'kept'>, body: Buffer): TileRecord {
    const key = keyOf(tile)
    const record: TileRecord = { ...tile, kept: { current: true, body: undefined, uses: 0 } }
    this.#records.set(key, record)
    const keys = this.#byTile.get(record.tile) ?? new Set()
    this.#byTile.set(record.tile, keys.add(key))
    if (record.spatial) this.#spatial.add(key)
    const own = alone(body)
    this.#bodies.set(key, own)
    // A body larger than the whole budget is not kept.
    if (this.#bodies.peek(key) === own) record.kept.body = own
    return record
  }

  /** Drops what `stale` picks among the tiles given. */
  dropTiles(tiles: Iterable<number>, stale: (record: TileRecord) => boolean): void {
    for (const tile of tiles) for (const key of [...(this.#byTile.get(tile) ?? [])]) this.#dropIf(key, stale)
  }

  /** Drops what `stale` picks among all tiles. */
  drop(stale: (record: TileRecord) => boolean): void {
    for (const key of [...this.#records.keys()]) this.#dropIf(key, stale)
  }

  /** Drops what `stale` picks among the tiles of spatial filters. */
  dropSpatial(stale: (record: TileRecord) => boolean): void {
    for (const key of [...this.#spatial]) this.#dropIf(key, stale)
  }

  #dropIf(key: string, stale: (record: TileRecord) => boolean): void {
    const record = this.#records.peek(key)
    if (record && stale(record)) this.#records.delete(key)
  }

  #forget(record: TileRecord, key: string): void {
    record.kept.current = false
    record.kept.body = undefined
    this.#bodies.delete(key)
    this.#bodies.delete(plainKey(key))
    this.#spatial.delete(key)
    const keys = this.#byTile.get(record.tile)
    if (keys?.delete(key) && keys.size === 0) this.#byTile.delete(record.tile)
  }
}
