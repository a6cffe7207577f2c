import { latticeRing, ringArea2Exact } from './ring.ts'
import type { Areal, LatticeRing } from './types.ts'

/** No face on that side. */
export const OUTSIDE = -1

/**
 * All segments of a coverage's rings, each once, with the face on either side. Vertices are numbered in order of appearance.
 * Typed arrays and open addressing: a city has hundreds of thousands of segments and is rebuilt on each change.
 */
export interface SegmentTable {
  readonly vertices: number
  readonly xs: Int32Array
  readonly ys: Int32Array
  /** Vertex numbers of a segment's ends. */
  readonly count: number
  readonly from: Int32Array
  readonly to: Int32Array
  /** Face index on the left and right of from -> to, or OUTSIDE. */
  readonly left: Int32Array
  readonly right: Int32Array
  /** Faces that claim a side which another face already has. Empty for a proper coverage. */
  readonly doubled: readonly DoubledSide[]
}

export interface DoubledSide {
  readonly segment: number
  readonly face: number
  readonly onLeft: boolean
}

/** A face's rings with its interior on their left: outer rings counter-clockwise, holes clockwise. */
export interface FaceRings {
  readonly rings: readonly LatticeRing[]
}

/** An areal geometry on the lattice with its interior on the left of every ring; rings without area are left out. */
export function faceRings(geometry: Areal): FaceRings {
  const rings: LatticeRing[] = []
  for (const polygon of geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) {
    polygon.forEach((positions, index) => {
      const ring = latticeRing(positions)
      const area = ring ? ringArea2Exact(ring) : 0n
      if (ring && area !== 0n) rings.push(area > 0n === (index === 0) ? ring : reversedRing(ring))
    })
  }
  return { rings }
}

function reversedRing(ring: LatticeRing): LatticeRing {
  const out = new Int32Array(ring.length)
  for (let i = 0, j = ring.length - 2; j >= 0; i += 2, j -= 2) {
    out[i] = ring[j]!
    out[i + 1] = ring[j + 1]!
  }
  return out
}

export function segmentTable(faces: readonly FaceRings[]): SegmentTable {
  let size = 0
  for (const face of faces) for (const ring of face.rings) size += ring.length >> 1
  const vertex = vertexNumbers(size)
  const from = new Int32Array(size)
  const to = new Int32Array(size)
  const left = new Int32Array(size).fill(OUTSIDE)
  const right = new Int32Array(size).fill(OUTSIDE)
  const doubled: DoubledSide[] = []
  const slots = new Int32Array(tableSize(size))
  const mask = slots.length - 1
  let count = 0

  /** The segment between two vertices in either direction; made when new. */
  const segmentOf = (a: number, b: number): number => {
    const low = Math.min(a, b)
    const high = Math.max(a, b)
    let slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca6b)) & mask
    slot = (slot ^ (slot >>> 7)) & mask
    for (;;) {
      const found = slots[slot]! - 1
      if (found < 0) break
      if (from[found] === low && to[found] === high) return found
      slot = (slot + 1) & mask
    }
    slots[slot] = count + 1
    from[count] = low
    to[count] = high
    return count++
  }

  faces.forEach((face, index) => {
    for (const ring of face.rings) {
      let a = vertex.number(ring[ring.length - 2]!, ring[ring.length - 1]!)
      for (let i = 0; i < ring.length; i += 2) {
        const b = vertex.number(ring[i]!, ring[i + 1]!)
        if (a !== b) {
          const segment = segmentOf(a, b)
          const side = a < b ? left : right
          if (side[segment] === OUTSIDE) side[segment] = index
          else doubled.push({ segment, face: index, onLeft: a < b })
        }
        a = b
      }
    }
  })
  return { vertices: vertex.count(), xs: vertex.xs, ys: vertex.ys, count, from, to, left, right, doubled }
}

/** The least power of two that keeps an open-addressed table at most half full. */
function tableSize(entries: number): number {
  let size = 16
  while (size < entries * 2) size *= 2
  return size
}

function vertexNumbers(capacity: number) {
  const xs = new Int32Array(capacity)
  const ys = new Int32Array(capacity)
  const slots = new Int32Array(tableSize(capacity))
  const mask = slots.length - 1
  let count = 0
  return {
    xs,
    ys,
    count: () => count,
    number(x: number, y: number): number {
      let hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b)
      hash ^= hash >>> 15
      let slot = Math.imul(hash, 0x2c1b3c6d) & mask
      for (;;) {
        const found = slots[slot]! - 1
        if (found < 0) break
        if (xs[found] === x && ys[found] === y) return found
        slot = (slot + 1) & mask
      }
      slots[slot] = count + 1
      xs[count] = x
      ys[count] = y
      return count++
    },
  }
}
