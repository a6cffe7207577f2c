import { randomUUID } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { City, CityLayer, CityOptions } from '../../geo-data/sample-city/index.ts'
import type { Catalog } from './catalog/index.ts'
import type { Store } from './store/index.ts'

const PAGE = 4_000

/** The sample city, made in a thread of its own so that it costs no time while the store opens. */
export function generateInBackground(options: CityOptions): { city: Promise<City>; cancel: () => void } {
  const worker = new Worker(new URL('./seed-worker.mjs', import.meta.url), { workerData: options })
  const city = new Promise<City>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  })
  city.catch(() => undefined) // reported where it is awaited; a cancelled one is not awaited
  return { city, cancel: () => void worker.terminate() }
}

/**
 * Fills an empty store with the sample city in one transaction: after a crash there is a whole city or none. Of several processes that start
 * on one empty database, one loads. The generator's own tests prove that its coverage and rows are valid.
 */
export async function loadCity(store: Store, catalog: Catalog, city: City, progress: (step: string) => void): Promise<void> {
  const load = randomUUID()
  const layers = Object.keys(city.layers) as CityLayer[]
  for (const layer of layers) {
    const features = city.layers[layer]
    for (let from = 0; from < features.length; from += PAGE) {
      const page = features.slice(from, from + PAGE)
      await store.staging.add(
        `${load}/${layer}`,
        page.map((feature, i) => ({ ...feature, row: from + i + 1 })),
      )
      progress(`storing ${layer}: ${Math.min(from + PAGE, features.length)} of ${features.length}`)
    }
  }
  progress(`storing ${city.units.length} units`)
  await store.write('sample-city', async tx => {
    await store.units.lock(tx)
    if ((await store.units.current(tx)).length > 0) return
    const set = await store.units.changeSet(tx, 'load', 'sample city', 'sample-city')
    await store.units.put(tx, set, city.units, true)
    for (const def of catalog.layers) {
      if (def.kind === 'typed')
        await store.staging.promote(tx, def, `${load}/${def.id}`, 'replace', city.layers[def.id as CityLayer].length)
    }
  })
  for (const layer of layers) await store.staging.discard(`${load}/${layer}`)
}
