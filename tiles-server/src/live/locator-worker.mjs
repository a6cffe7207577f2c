// Builds a cell index off the main thread: a city of 20,000 grids takes a second.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { cellIndexOf } = await import('./locator-work.ts')
const data = cellIndexOf(workerData)
parentPort.postMessage(data, [data.buffer])
