import { Worker } from 'node:worker_threads'
import type { Slices } from '../../kernel/index.ts'
import { CAMERA, type PackedCity } from './packed.ts'
import { shareSteps } from './share-work.ts'

/** Below this much (numbers to read, cells to look at) the work is done here in slices: a tenth of a second, less than a thread takes to start. */
const FEW = 200_000

/**
 * The shares of leaf units (`shareSteps`), worked out off the request path: in a thread of its own, or in slices where that is less work. `progress` is told how
 * many leaves are done. Rejects with the signal's reason once it is aborted.
 */
export function sharesAside(
  city: PackedCity,
  slices: Slices,
  signal: AbortSignal,
  progress: (leaves: number) => void,
): Promise<Float64Array> {
  return effortOf(city) <= FEW ? inSlices(city, slices, progress) : inThread(city, signal, progress)
}

function effortOf({ cameras, buildings, roads, leaves }: PackedCity): number {
  let effort = buildings.points.length + roads.points.length + leaves.points.length
  // Cells of five metres in the square around a camera.
  for (let at = 0; at < cameras.length; at += CAMERA) effort += (2 * cameras[at + CAMERA - 1]!) ** 2 / 25
  return effort
}

async function inSlices(city: PackedCity, slices: Slices, progress: (leaves: number) => void): Promise<Float64Array> {
  const steps = shareSteps(city)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    progress(value)
    if (slices.over()) await slices.next()
  }
}

function inThread(city: PackedCity, signal: AbortSignal, progress: (leaves: number) => void): Promise<Float64Array> {
  const thread = new Worker(new URL('./share-worker.mjs', import.meta.url), { workerData: city, transferList: buffersOf(city) })
  // What it finds out is of no use to a process that ends.
  thread.unref()
  return new Promise<Float64Array>((resolve, reject) => {
    const stop = (): void => {
      reject(signal.reason as Error)
      void thread.terminate()
    }
    signal.addEventListener('abort', stop)
    thread.on('message', (news: number | Float64Array) => (typeof news === 'number' ? progress(news) : resolve(news)))
    thread.once('error', reject)
    thread.once('exit', () => {
      signal.removeEventListener('abort', stop)
      reject(new Error('the thread that works out shares ended without a word'))
    })
  })
}

const buffersOf = ({ cameras, buildings, roads, leaves }: PackedCity): ArrayBuffer[] =>
  [cameras, ...[buildings, roads, leaves].flatMap(part => Object.values(part) as Float64Array[])].map(
    numbers => numbers.buffer as ArrayBuffer,
  )
