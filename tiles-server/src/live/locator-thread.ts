import { Worker } from 'node:worker_threads'
import type { LatticeRing } from '../geo/index.ts'
import { cellIndexOf, type PackedRings } from './locator-work.ts'

/** Below this many numbers building takes a few milliseconds, less than a thread takes to start. */
const FEW = 20_000

/** The data of the cell index over faces, built off the request path: in a thread of its own, unless that is more work than building. */
export async function buildAside(faces: readonly (readonly LatticeRing[])[]): Promise<Int32Array> {
  const packed = pack(faces)
  if (packed.points.length <= FEW) return cellIndexOf(packed)
  const thread = new Worker(new URL('./locator-worker.mjs', import.meta.url), {
    workerData: packed,
    transferList: [packed.points.buffer as ArrayBuffer],
  })
  // What it builds is of no use to a process that ends.
  thread.unref()
  return new Promise<Int32Array>((resolve, reject) => {
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', () => reject(new Error('the thread that builds a cell index ended without a word')))
  })
}

function pack(faces: readonly (readonly LatticeRing[])[]): PackedRings {
  const rings = faces.flat()
  const points = new Int32Array(rings.reduce((sum, ring) => sum + ring.length, 0))
  const ringEnds = new Int32Array(rings.length)
  let end = 0
  for (const [i, ring] of rings.entries()) {
    points.set(ring, end)
    end += ring.length
    ringEnds[i] = end
  }
  let last = 0
  const faceEnds = Int32Array.from(faces, face => (last += face.length))
  return { points, ringEnds, faceEnds }
}
