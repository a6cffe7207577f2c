import { loadCatalog } from '../../../tiles-server/src/catalog/index.ts'
import { defaults } from '../../../tiles-server/src/config.ts'
import { generateInBackground, loadCity } from '../../../tiles-server/src/seed.ts'
import { openStore } from '../../../tiles-server/src/store/index.ts'
import type { CityStore } from '../city.ts'
import { NOW, SEED } from '../city.ts'
import { tell } from '../rpc.ts'

/** Fills empty stores with a city. */
export const fillRole = () => ({
  fill: async ({ store: at, size, years }: { store: CityStore; size: 'S' | 'M' | 'L'; years: number }) => {
    const store = await openStore({ ...defaults, ...at }, tell)
    try {
      if ((await store.currentSeq()) > 0) return
      const { pages } = generateInBackground({ size, seed: SEED, now: NOW, years }, tell)
      await loadCity(store, loadCatalog(), pages, tell)
      await store.knex.raw('vacuum analyze')
    } finally {
      await store.close()
    }
  },
})
export type FillRole = ReturnType<typeof fillRole>
