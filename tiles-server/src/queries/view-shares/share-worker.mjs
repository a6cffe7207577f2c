// Works out shares off the main thread: a city of 20,000 grids and as many cameras takes half a minute.
import { parentPort, workerData } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { shareSteps } = await import('./share-work.ts')
const steps = shareSteps(workerData)
let told = 0
for (;;) {
  const { done, value } = steps.next()
  if (done) {
    parentPort.postMessage(value, [value.buffer])
    break
  }
  if (value < told + 50) continue
  told = value
  parentPort.postMessage(value)
}
