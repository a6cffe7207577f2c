// Generates the sample city off the main thread, tells what it is at, and hands the city over page by page, each when it is asked for.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { cityPages } = await import('./seed-pages.ts')
const pages = cityPages(workerData, step => parentPort.postMessage({ step }))
parentPort.on('message', () => {
  const { value = null } = pages.next()
  parentPort.postMessage({ page: value })
  if (value === null) parentPort.close()
})
