import { Worker } from 'node:worker_threads'

const RESOURCES = { maxOldGenerationSizeMb: 1536, maxYoungGenerationSizeMb: 64 } as const
const IDLE_MS = 60_000

interface Idle {
  readonly thread: Worker
  readonly timer: NodeJS.Timeout
}

/** One thread waits for the next file: starting one takes several tenths of a second, and an import reads its file twice. */
let idle: Idle | undefined

/** A parser thread that has nothing to do; its caller gives it back or ends it. */
export function takeThread(): Worker {
  if (idle === undefined) return new Worker(new URL('./parse/worker.mjs', import.meta.url), { resourceLimits: RESOURCES })
  const { thread, timer } = idle
  idle = undefined
  clearTimeout(timer)
  forgetListeners(thread)
  thread.ref()
  return thread
}

/** For a thread that has done its job and said so. It does not keep the process running, and ends after a minute. */
export function giveBack(thread: Worker): void {
  forgetListeners(thread)
  if (idle !== undefined) {
    void thread.terminate()
    return
  }
  const forget = (): void => {
    if (idle?.thread === thread) idle = undefined
    clearTimeout(timer)
    void thread.terminate()
  }
  const timer = setTimeout(forget, IDLE_MS)
  timer.unref()
  thread.once('error', forget)
  thread.once('exit', forget)
  thread.unref()
  idle = { thread, timer }
}

/** By name: a thread listens to itself for the first `message` listener. */
function forgetListeners(thread: Worker): void {
  for (const event of ['message', 'error', 'exit']) thread.removeAllListeners(event)
}
