import type { Arc } from './topology-types.ts'

/** Gives the same Arc object for equal content, for as long as somebody holds it. */
export interface ArcInterner {
  readonly intern: (points: Int32Array) => Arc
}

/** Arcs are held weakly: what nobody uses any more can go, and is swept out now and then. */
export function createArcInterner(): ArcInterner {
  const known = new Map<string, WeakRef<Arc>>()
  let sweepAt = 1024
  const sweep = (): void => {
    for (const [key, ref] of known) if (!ref.deref()) known.delete(key)
    sweepAt = Math.max(1024, known.size * 2)
  }
  return {
    intern(points) {
      const hash = contentHash(points)
      for (let turn = 0; ; turn++) {
        const key = turn === 0 ? hash : `${hash}-${turn}`
        const arc = known.get(key)?.deref()
        if (arc && samePoints(arc.points, points)) return arc
        if (arc) continue
        const made: Arc = { key, points, world: null, zooms: null }
        known.set(key, new WeakRef(made))
        if (known.size > sweepAt) sweep()
        return made
      }
    },
  }
}

function samePoints(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Two 32-bit multiplicative hashes (FNV-1a over words with different primes) and the length; a clash is told apart by content. */
function contentHash(points: Int32Array): string {
  let a = 0x811c9dc5
  let b = 0x9747b28c
  for (let i = 0; i < points.length; i++) {
    a = Math.imul(a ^ points[i]!, 0x01000193)
    a ^= a >>> 15
    b = Math.imul(b ^ points[i]!, 0x85ebca6b)
    b ^= b >>> 13
  }
  return `${points.length >> 1}.${(a >>> 0).toString(36)}.${(b >>> 0).toString(36)}`
}
