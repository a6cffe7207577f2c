import { LRUCache } from 'lru-cache'

/** An image as it came. */
export interface BasemapTile {
  readonly type: string
  readonly body: Buffer
}

const TIMEOUT_MS = 8_000
const TILE_BYTES = 2 ** 20
const CACHE_BYTES = 64 * 2 ** 20
const CACHE_MS = 24 * 3_600_000
/** A tile that was not given is asked for again after this time; so a publisher that is down is not asked at every move of every map. */
const MISSING_MS = 30_000
const IN_FLIGHT = 64
/** What a browser draws and never runs. */
const IMAGE = /^image\/(png|jpeg|webp|gif|avif)\b/i

export interface BasemapTiles {
  /** The tile, or null when it cannot be had now. Never throws. */
  tile(z: number, x: number, y: number): Promise<BasemapTile | null>
}

/**
 * The operator's basemap, fetched in the name of this server so that a key in the template stays here. `template` is an http(s) URL with {z}, {x}
 * and {y}; nothing of a request but these three numbers gets into it, and no redirect is followed.
 */
export function createBasemapTiles(template: string): BasemapTiles {
  const cache = new LRUCache<string, { tile: BasemapTile | null }>({
    maxSize: CACHE_BYTES,
    sizeCalculation: ({ tile }) => (tile?.body.length ?? 0) + 200,
  })
  const flights = new Map<string, Promise<BasemapTile | null>>()

  async function fly(key: string, url: string): Promise<BasemapTile | null> {
    const tile = await fetchImage(url).catch(() => null)
    cache.set(key, { tile }, { ttl: tile ? CACHE_MS : MISSING_MS })
    return tile
  }

  return {
    async tile(z, x, y) {
      const key = `${z}/${x}/${y}`
      const known = cache.get(key)
      if (known) return known.tile
      const flight = flights.get(key)
      if (flight) return flight
      if (flights.size >= IN_FLIGHT) return null
      const url = template.replaceAll('{z}', String(z)).replaceAll('{x}', String(x)).replaceAll('{y}', String(y))
      const begun = fly(key, url).finally(() => flights.delete(key))
      flights.set(key, begun)
      return begun
    },
  }
}

async function fetchImage(url: string): Promise<BasemapTile | null> {
  const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS), headers: { accept: 'image/*' } })
  const type = response.headers.get('content-type') ?? ''
  if (response.status !== 200 || !IMAGE.test(type) || !response.body) {
    await response.body?.cancel()
    return null
  }
  const parts: Uint8Array[] = []
  let length = 0
  // Leaving the loop cancels the rest.
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > TILE_BYTES) return null
    parts.push(part)
  }
  return { type: type.split(';', 1)[0]!.trim().toLowerCase(), body: Buffer.concat(parts) }
}
