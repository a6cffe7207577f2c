// Generates the sample city off the main thread and hands it over as plain data.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { generateCity } = await import('../../geo-data/sample-city/index.ts')
parentPort.postMessage(generateCity(workerData))
