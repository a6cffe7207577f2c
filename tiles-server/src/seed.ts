import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { CityOptions, CityUnit } from '../../geo-data/sample-city/index.ts'
import type { Catalog } from './catalog/index.ts'
import type { CityPage } from './seed-pages.ts'
import type { Store } from './store/index.ts'

type Progress = (step: string) => void

/**
 * The sample city, made in a thread of its own so that it costs no time while the store opens, and handed over page by page so that it is
 * never in the server's memory as a whole.
 */
export function generateInBackground(options: CityOptions, progress: Progress): { pages: AsyncIterable<CityPage>; cancel: () => void } {
  const worker = new Worker(new URL('./seed-worker.mjs', import.meta.url), { workerData: options })
  worker.on('message', ({ step }: { step?: string }) => step !== undefined && progress(step))
  const failed = once(worker, 'error').then(([error]) => Promise.reject(error as Error))
  failed.catch(() => undefined) // reported where a page is awaited; a cancelled one is not awaited
  async function* pages(): AsyncIterable<CityPage> {
    for (;;) {
      const page = await Promise.race([nextPage(worker), failed])
      if (page === null) return
      yield page
    }
  }
  return { pages: pages(), cancel: () => void worker.terminate() }
}

function nextPage(worker: Worker): Promise<CityPage | null> {
  return new Promise(resolve => {
    const take = (message: { page?: CityPage | null }): void => {
      if (message.page === undefined) return
      worker.off('message', take)
      resolve(message.page)
    }
    worker.on('message', take)
    worker.postMessage('next')
  })
}

/**
 * Fills an empty store with the sample city in one transaction: after a crash there is a whole city or none. Of several processes that start
 * on one empty database, one loads. The generator's own tests prove that its coverage and rows are valid.
 */
export async function loadCity(store: Store, catalog: Catalog, pages: AsyncIterable<CityPage>, progress: Progress): Promise<void> {
  const load = randomUUID()
  const counts = new Map<string, number>()
  let units: readonly CityUnit[] = []
  for await (const page of pages) {
    if ('units' in page) {
      units = page.units
      continue
    }
    const { layer, from, total, features } = page
    await store.staging.add(
      `${load}/${layer}`,
      features.map((feature, i) => ({ ...feature, row: from + i + 1 })),
    )
    counts.set(layer, total)
    progress(`storing ${layer}: ${from + features.length} of ${total}`)
  }
  progress(`storing ${units.length} units`)
  await store.write('sample-city', async tx => {
    await store.units.lock(tx)
    if ((await store.units.current(tx)).length > 0) return
    const set = await store.units.changeSet(tx, 'load', 'sample city', 'sample-city')
    await store.units.put(tx, set, units, true)
    for (const def of catalog.layers) {
      if (def.kind === 'typed') await store.staging.promote(tx, def, `${load}/${def.id}`, 'replace', counts.get(def.id) ?? 0)
    }
  })
  for (const layer of counts.keys()) await store.staging.discard(`${load}/${layer}`)
}
