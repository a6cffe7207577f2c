export interface TileId {
  readonly z: number
  readonly x: number
  readonly y: number
}

export type Freshness = ReturnType<typeof createFreshness>

const keyOf = ({ z, x, y }: TileId): string => `${z}/${x}/${y}`

const MAX_DIRTY = 5000

/**
 * Which tiles are known to be old, until a load that began later replaces them. MapLibre's `refreshTiles` alone leaves old tiles behind:
 * tiles in their first load are skipped, tiles covered by others are skipped, and an answer that was already under way when the tile
 * changed may arrive after the new one. So an address stays dirty until a load starts with no other load of it under way, and
 * `refresh` is asked for again whenever the map comes to rest.
 *
 * `refresh` gets the addresses to fetch again; `reload` is called instead when there are too many to name.
 */
export function createFreshness(refresh: (tiles: TileId[]) => void, reload: () => void) {
  const dirty = new Map<string, TileId>()
  const loading = new Map<string, TileId>()

  function apply(): void {
    if (dirty.size > MAX_DIRTY) {
      dirty.clear()
      reload()
    } else if (dirty.size > 0) refresh([...dirty.values()])
  }

  return {
    /** The server says these tiles changed. */
    changed(tiles: readonly TileId[]): void {
      for (const tile of tiles) dirty.set(keyOf(tile), tile)
      apply()
    },
    /** A request for the tile is about to be sent. */
    started(tile: TileId): void {
      const key = keyOf(tile)
      if (!loading.has(key)) dirty.delete(key)
      loading.set(key, tile)
    },
    ended(tile: TileId): void {
      loading.delete(keyOf(tile))
    },
    /** Nothing is under way any more. */
    rested(): void {
      loading.clear()
      apply()
    },
    /** Everything is loaded anew from now on. What is under way was asked for before, and may still arrive last. */
    cleared(): void {
      dirty.clear()
      for (const [key, tile] of loading) dirty.set(key, tile)
    },
    get size(): number {
      return dirty.size
    },
  }
}

/** The address in a tile URL (`.../z/x/y.mvt?...`), or null. */
export function tileOf(url: string): TileId | null {
  const match = /\/(\d+)\/(\d+)\/(\d+)\.mvt(?:\?|$)/.exec(url)
  return match ? { z: Number(match[1]), x: Number(match[2]), y: Number(match[3]) } : null
}
