import { Worker } from 'node:worker_threads'
import { badImport } from '../shown.ts'
import type { CoverageJob, CoverageResult } from './coverage-work.ts'

const RESOURCES = { maxOldGenerationSizeMb: 4096 } as const

/** Cleans and checks a coverage in a thread of its own. Throws bad-import when it needs more memory than there is, and the reason of `signal`. */
export async function workOnCoverage(job: CoverageJob, signal: AbortSignal | undefined): Promise<CoverageResult> {
  signal?.throwIfAborted()
  const thread = new Worker(new URL('./coverage-worker.mjs', import.meta.url), { workerData: job, resourceLimits: RESOURCES })
  try {
    return await new Promise<CoverageResult>((resolve, reject) => {
      thread.once('message', resolve)
      thread.once('error', (error: NodeJS.ErrnoException) => {
        const tooLarge = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
        reject(tooLarge ? badImport('the coverage is too large to be checked', { rule: 'memory' }) : error)
      })
      thread.once('exit', () => reject(new Error('the thread that checks a coverage ended without a word')))
      signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
    })
  } finally {
    await thread.terminate()
  }
}
