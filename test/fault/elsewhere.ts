import { loadCatalog } from '../../tiles-server/src/catalog/index.ts'
import { defaults } from '../../tiles-server/src/config.ts'
import { openStore } from '../../tiles-server/src/store/index.ts'
import type { TestStore } from '../support/stores.ts'

/** A change by somebody else: written through a store of its own, as another server process would. */
export async function writeFromElsewhere(store: TestStore, id: string): Promise<void> {
  const zone = loadCatalog().layers.find(def => def.id === 'zone')!
  const other = await openStore({ ...defaults, ...store }, () => undefined)
  try {
    await other.write('somebody else', tx => other.rows.insert(tx, zone, { id, geometry: null, properties: { name: id, kind: 'patrol' } }))
  } finally {
    await other.close()
  }
}
