// Parses files off the main thread, one after the other: a parser that runs out of memory or never ends takes nothing with it.
import { parentPort } from 'node:worker_threads'
import { register } from 'tsx/esm/api'

register()
const { serve } = await import('./serve.ts')
parentPort.on('message', message => {
  if (message !== 'next') void serve(parentPort, message)
})
