import type { Catalog } from '../catalog/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Store } from '../store/index.ts'
import { LiveIndex } from './live-index.ts'
import type { Live } from './types.ts'

/** Loads all layers into memory and follows the change feed; resolves when caught up. Throws store-unavailable. */
export async function openLive(store: Store, catalog: Catalog, clock: Clock, progress: (text: string) => void): Promise<Live> {
  const live = new LiveIndex(store, catalog, clock, progress)
  await live.open()
  return live
}
