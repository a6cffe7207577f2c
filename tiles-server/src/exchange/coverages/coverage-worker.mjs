// Cleans and checks a coverage off the main thread: thousands of areas take seconds.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { coverageWork } = await import('./coverage-work.ts')
parentPort.postMessage(coverageWork(workerData))
