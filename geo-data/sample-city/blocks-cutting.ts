import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { boxOf, centroidOf, distance, insideRing, ringArea } from './curves.ts'
import type { Districts } from './districts.ts'
import { type CutWish, tryCut } from './face-cutter.ts'
import type { Point } from './frame.ts'
import type { LineBook, LineClass } from './lines.ts'
import type { Subdivision } from './subdivision.ts'
import type { Terrain } from './terrain.ts'

const VILLAGE_REACH = 125

interface Extent {
  readonly angle: number
  readonly min: number
  readonly max: number
}

/** Cuts every face of the subdivision down to blocks: by streets in town, around villages and into fields outside, across the river. */
export function cutBlocks(sub: Subdivision, terrain: Terrain, districts: Districts, book: LineBook, seed: number): void {
  const random = seededRandom(seed * 31 + 5)
  const stack = sub.faces.map((_, i) => i)
  for (let face = stack.pop(); face !== undefined; face = stack.pop()) {
    const made = cutOnce(sub, face, terrain, districts, book, random)
    if (made >= 0) stack.push(face, made)
  }
}

function cutOnce(sub: Subdivision, face: number, terrain: Terrain, districts: Districts, book: LineBook, random: Random): number {
  const ring = sub.ring(face)
  const inner = innerPoint(ring)
  if (terrain.inWater(inner)) return cutWater(sub, face, ring, terrain, book, random)
  if (!districts.urban(inner) && !districts.urban(centroidOf(ring))) return cutCountry(sub, face, ring, districts, book, random)
  const side = Math.min(districts.blockSide(inner), districts.blockSide(centroidOf(ring)))
  return cutToSide(sub, face, ring, side, side < 170 ? 'local' : random() < 0.25 ? 'collector' : 'local', districts, book, random)
}

/** Halves a face larger than about one and three quarter blocks. */
function cutToSide(
  sub: Subdivision,
  face: number,
  ring: readonly Point[],
  side: number,
  lineClass: LineClass,
  districts: Districts,
  book: LineBook,
  random: Random,
): number {
  const area = ringArea(ring)
  if (area < side * side * (1.45 + random() * 0.5)) return -1
  const centre = centroidOf(ring)
  const main = random() < 0.45 ? longestEdgeAngle(ring) : districts.direction(centre)
  for (let attempt = 0; attempt < 9; attempt++) {
    const turned = attempt < 6 ? main : districts.direction(centre) + 0.4
    const along = extentOf(ring, turned)
    const across = extentOf(ring, turned + Math.PI / 2)
    const long = along.max - along.min >= (across.max - across.min) * (attempt % 3 === 2 ? 1.5 : 0.95) ? along : across
    const share = 0.5 + (random() - 0.5) * (attempt < 3 ? 0.18 : 0.4)
    const wish = wishAt(ring, long, long.min + (long.max - long.min) * share, {
      bend: 0.035,
      snap: Math.min(60, side * 0.28),
      minAngle: attempt < 5 ? 0.85 : 0.6,
      minShare: attempt < 6 ? 0.28 : 0.2,
    })
    const made = wish ? tryCut(sub, face, wish, book.add(lineClass), random) : -1
    if (made >= 0) return made
  }
  return -1
}

/** Country: cuts between villages, then close around the one that is left, so that farm roads meet in it; fields are cut coarser. */
function cutCountry(sub: Subdivision, face: number, ring: readonly Point[], districts: Districts, book: LineBook, random: Random): number {
  const villages = villagesIn(ring, districts)
  const centre = centroidOf(ring)
  if (villages.length === 0) {
    const near = districts.villageNear(centre, 230)
    const side = near ? 105 : districts.blockSide(centre)
    if (near && ringArea(ring) < 22_000) return -1
    return cutToSide(sub, face, ring, side, 'path', districts, book, random)
  }
  const angle = districts.direction(villages[0]!) + (random() - 0.5) * 0.2
  const extents = [extentOf(ring, angle), extentOf(ring, angle + Math.PI / 2)]
  for (let attempt = 0; attempt < 8; attempt++) {
    const at = villages.length > 1 ? gapBetween(villages, extents, random) : besideVillage(villages[0]!, extents, attempt, random)
    if (!at) break
    const lineClass: LineClass = villages.length > 5 ? 'collector' : villages.length > 1 ? 'local' : 'path'
    const wish = wishAt(ring, at.extent, at.value, { bend: villages.length > 1 ? 0.05 : 0.025, snap: 70, minAngle: 0.7, minShare: 0.02 })
    const made = wish ? tryCut(sub, face, wish, book.add(lineClass), random) : -1
    if (made >= 0) return made
  }
  if (villages.length > 1) return cutToSide(sub, face, ring, 700, 'local', districts, book, random)
  return ringArea(ring) > 26_000 && ringArea(ring) < 400_000 ? cutToSide(sub, face, ring, 115, 'path', districts, book, random) : -1
}

function gapBetween(villages: readonly Point[], extents: readonly Extent[], random: Random): { extent: Extent; value: number } | null {
  let best: { extent: Extent; value: number } | null = null
  let bestScore = -Infinity
  for (const extent of extents) {
    const values = villages.map(p => project(p, extent.angle)).sort((a, b) => a - b)
    for (let i = 1; i < values.length; i++) {
      const gap = values[i]! - values[i - 1]!
      if (gap < 2.2 * VILLAGE_REACH) continue
      const balance = Math.min(i, values.length - i) / values.length
      const score = balance * (extent.max - extent.min) + gap * 0.3 + random() * 150
      if (score <= bestScore) continue
      bestScore = score
      best = { extent, value: values[i - 1]! + gap * (0.4 + 0.2 * random()) }
    }
  }
  return best
}

/** The side of the village with the most open land left, farther than a village's half width. */
function besideVillage(
  village: Point,
  extents: readonly Extent[],
  attempt: number,
  random: Random,
): { extent: Extent; value: number } | null {
  const sides = extents.flatMap(extent => {
    const v = project(village, extent.angle)
    return [
      { extent, room: v - extent.min, sign: -1, v },
      { extent, room: extent.max - v, sign: 1, v },
    ]
  })
  sides.sort((a, b) => b.room - a.room)
  const pick = sides[attempt >> 1]
  if (!pick || pick.room < VILLAGE_REACH * 1.7) return null
  return { extent: pick.extent, value: pick.v + pick.sign * VILLAGE_REACH * (0.8 + 0.45 * random()) }
}

function villagesIn(ring: readonly Point[], districts: Districts): Point[] {
  const [west, south, east, north] = boxOf(ring)
  return districts.villages.filter(p => p[0] > west && p[0] < east && p[1] > south && p[1] < north && insideRing(p, ring))
}

/** Seams across the river every kilometre or so: no road, only the edge between two blocks of water. */
function cutWater(sub: Subdivision, face: number, ring: readonly Point[], terrain: Terrain, book: LineBook, random: Random): number {
  const longest = Math.max(...[0, Math.PI / 2].map(a => extentOf(ring, a)).map(x => x.max - x.min))
  if (longest < 1300) return -1
  for (let attempt = 0; attempt < 12; attempt++) {
    const i = Math.floor(random() * ring.length)
    const near = terrain.riverNear(ring[i]!, 400)
    if (!near) return -1
    const angle = near.angle + Math.PI / 2
    const into = [ring[i]![0] + Math.cos(angle), ring[i]![1] + Math.sin(angle)] as const
    const through: Point = insideRing(into, ring) ? into : [ring[i]![0] - Math.cos(angle), ring[i]![1] - Math.sin(angle)]
    const made = tryCut(sub, face, { angle, through, bend: 0, snap: 40, minAngle: 0.8, minShare: 0.25 }, book.add('seam'), random)
    if (made >= 0) return made
  }
  return -1
}

const project = (p: Point, angle: number): number => p[0] * Math.cos(angle) + p[1] * Math.sin(angle)

function extentOf(ring: readonly Point[], angle: number): Extent {
  let min = Infinity
  let max = -Infinity
  for (const p of ring) {
    const v = project(p, angle)
    if (v < min) min = v
    if (v > max) max = v
  }
  return { angle, min, max }
}

/** A cut at right angles to an extent, at a value along it, through the middle of its longest stretch inside the ring. */
function wishAt(ring: readonly Point[], extent: Extent, value: number, rest: Omit<CutWish, 'angle' | 'through'>): CutWish | null {
  const angle = extent.angle + Math.PI / 2
  const hits: number[] = []
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i]!
    const b = ring[(i + 1) % ring.length]!
    const va = project(a, extent.angle) - value
    const vb = project(b, extent.angle) - value
    if (va > 0 === vb > 0) continue
    const k = va / (va - vb)
    hits.push(project(a, angle) + (project(b, angle) - project(a, angle)) * k)
  }
  hits.sort((a, b) => a - b)
  let best = -1
  for (let i = 0; i + 1 < hits.length; i += 2) if (best < 0 || hits[i + 1]! - hits[i]! > hits[best + 1]! - hits[best]!) best = i
  if (best < 0) return null
  const t = (hits[best]! + hits[best + 1]!) / 2
  const [c, s] = [Math.cos(extent.angle), Math.sin(extent.angle)]
  return { ...rest, angle, through: [value * c - t * s, value * s + t * c] }
}

function longestEdgeAngle(ring: readonly Point[]): number {
  let best = 0
  let angle = 0
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    const d = distance(a, b)
    if (d > best) {
      best = d
      angle = Math.atan2(b[1] - a[1], b[0] - a[0])
    }
  })
  return angle
}

/** A point safely inside a simple ring: the centroid where it is inside, else the middle of the widest run along a few levels. */
export function innerPoint(ring: readonly Point[]): Point {
  const centre = centroidOf(ring)
  if (insideRing(centre, ring)) return centre
  const [, s, , n] = boxOf(ring)
  let best: Point = ring[0]!
  let width = -1
  for (let k = 1; k < 8; k++) {
    const y = s + ((n - s) * k) / 8 + 0.0137
    const xs = ring.flatMap((a, i): number[] => {
      const b = ring[(i + 1) % ring.length]!
      return a[1] > y !== b[1] > y ? [a[0] + ((b[0] - a[0]) * (y - a[1])) / (b[1] - a[1])] : []
    })
    xs.sort((a, b) => a - b)
    for (let i = 0; i + 1 < xs.length; i += 2)
      if (xs[i + 1]! - xs[i]! > width) {
        width = xs[i + 1]! - xs[i]!
        best = [(xs[i]! + xs[i + 1]!) / 2, y]
      }
  }
  return best
}
