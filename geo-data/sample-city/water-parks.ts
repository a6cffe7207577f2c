import type { MultiPolygon, Polygon } from '../../tiles-server/src/geo/index.ts'
import type { Random } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import { insideRing, offsetLine, segmentDistance, simplify } from './curves.ts'
import { type Point, positionOf } from './frame.ts'
import type { Land } from './land.ts'
import { NamePool } from './name-pool.ts'
import { valueNoise } from './noise.ts'
import { geometryOf, outlineOf } from './outlines.ts'
import { PARK_ENDS, PLACE_ROOTS } from './words.ts'

export interface Patch {
  readonly name: string | null
  readonly kind: string
  readonly geometry: Polygon | MultiPolygon
}

export const RIVER_NAME = '澜河'

/** A ring of the plane as a polygon on the lattice. */
export function polygonOf(rings: readonly (readonly Point[])[]): Polygon {
  return {
    type: 'Polygon',
    coordinates: rings.map(ring => {
      const list = ring.map(positionOf)
      return [...list, list[0]!]
    }),
  }
}

/** The river and the lake as unions of their blocks, streams as bands along their course, ponds in the larger parks. */
export function makeWaters(land: Land, blocks: readonly Block[], ponds: readonly Patch[]): Patch[] {
  const wet = blocks.filter(b => b.kind === 'water')
  const inLake = wet.filter(b => insideRing(b.inner, land.terrain.lake))
  const river = wet.filter(b => !inLake.includes(b))
  const patches = [
    ...islands(river).map(
      (faces): Patch => ({ name: RIVER_NAME, kind: 'river', geometry: geometryOf(land.sub, outlineOf(land.sub, faces)) }),
    ),
    ...islands(inLake).map((faces): Patch => ({ name: '镜湖', kind: 'lake', geometry: geometryOf(land.sub, outlineOf(land.sub, faces)) })),
  ]
  return [...patches, ...streamBands(land), ...ponds]
}

/** Contiguous groups of blocks, by shared edges. */
function islands(blocks: readonly Block[]): number[][] {
  const byFace = new Map(blocks.map(b => [b.face, b]))
  const groups: number[][] = []
  const seen = new Set<number>()
  for (const block of blocks) {
    if (seen.has(block.face)) continue
    seen.add(block.face)
    const group = [block.face]
    for (let i = 0; i < group.length; i++)
      for (const to of byFace.get(group[i]!)!.neighbours.keys()) {
        if (seen.has(to) || !byFace.has(to)) continue
        seen.add(to)
        group.push(to)
      }
    groups.push(group)
  }
  return groups
}

/** Streams follow their edges in the subdivision, which the blocks share; the band is drawn over them. */
function streamBands({ sub, terrain }: Land): Patch[] {
  const next = new Map<number, number[]>()
  for (const [a, b, line] of sub.edges()) {
    if (line.class !== 'stream') continue
    const p = sub.vertices.at(a)
    const q = sub.vertices.at(b)
    if (terrain.inWater([(p[0] + q[0]) / 2, (p[1] + q[1]) / 2])) continue
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const list = next.get(from)
      if (list) list.push(to)
      else next.set(from, [to])
    }
  }
  const names = ['清溪', '柳河', '白沙河', '双溪', '东沟', '甘泉河']
  const lines: Point[][] = []
  for (const [start, ways] of next) {
    if (ways.length === 2) continue
    while (next.get(start)!.length > 0) {
      const line: Point[] = [sub.vertices.at(start)]
      for (let v = start, to = next.get(v)!.pop(); to !== undefined; to = next.get(v)!.length === 1 ? next.get(v)!.pop() : undefined) {
        next.get(to)!.splice(next.get(to)!.indexOf(v), 1)
        line.push(sub.vertices.at(to))
        v = to
      }
      lines.push(line)
    }
  }
  return lines
    .filter(line => line.length > 2)
    .map((line, i): Patch => ({ name: names[i % names.length]!, kind: 'stream', geometry: polygonOf([band(line, 8)]) }))
}

function band(line: readonly Point[], half: number): Point[] {
  return [...offsetLine(line, () => -half), ...offsetLine(line, () => half).reverse()]
}

/** Parks and squares in town, forest in the hills, farmland between villages; each set back from the edges of its block. */
export function makeParks(land: Land, blocks: readonly Block[], random: Random, seed: number): { parks: Patch[]; ponds: Patch[] } {
  const names = new NamePool(PLACE_ROOTS, random)
  const parks: Patch[] = []
  const ponds: Patch[] = []
  for (const block of blocks) {
    if (block.kind === 'green' && block.urban) {
      const square = block.area < 7_000
      const name = names.next() + (square ? '广场' : PARK_ENDS[Math.floor(random() * PARK_ENDS.length)]!)
      parks.push({ name, kind: square ? 'square' : 'park', geometry: polygonOf([inset(block.ring, 7)]) })
      const pond = block.area > 32_000 && random() < 0.4 ? drawPond(block, seed) : null
      if (pond) ponds.push({ name: null, kind: 'lake', geometry: polygonOf([pond]) })
    } else if (block.kind === 'rural' && block.village < 0 && block.area > 9_000)
      parks.push({ name: null, kind: 'farmland', geometry: polygonOf([inset(block.ring, 6)]) })
  }
  for (const faces of islands(blocks.filter(b => b.kind === 'green' && !b.urban)))
    parks.push({ name: `${names.next()}山林场`, kind: 'forest', geometry: geometryOf(land.sub, outlineOf(land.sub, faces)) })
  return { parks, ponds }
}

/** A ring moved inwards; the ring itself where that would fold over. */
function inset(ring: readonly Point[], by: number): readonly Point[] {
  const plain = simplify([...ring, ring[0]!], 0.5).slice(0, -1)
  const n = plain.length
  const moved = plain.map((p, i): Point => {
    const a = plain[(i + n - 1) % n]!
    const b = plain[(i + 1) % n]!
    const [ux, uy] = unit(a, p)
    const [wx, wy] = unit(p, b)
    const [nx, ny] = [-(uy + wy), ux + wx]
    const scale = by / Math.max(0.5, 1 + ux * wx + uy * wy)
    return [p[0] + nx * scale, p[1] + ny * scale]
  })
  const clean = moved.every(
    (p, i) => insideRing(p, ring) && plain.every((a, k) => segmentDistance(p, a, plain[(k + 1) % n]!) > by * 0.6 || (k - i + n) % n < 0),
  )
  return clean ? moved : plain
}

function unit(a: Point, b: Point): Point {
  const d = Math.sqrt((b[0] - a[0]) ** 2 + (b[1] - a[1]) ** 2) || 1
  return [(b[0] - a[0]) / d, (b[1] - a[1]) / d]
}

function drawPond(block: Block, seed: number): Point[] | null {
  const lobes = valueNoise(seed + block.face, 0.8)
  const room = Math.min(...block.ring.map((a, i) => segmentDistance(block.inner, a, block.ring[(i + 1) % block.ring.length]!)))
  if (room < 45) return null
  return Array.from({ length: 26 }, (_, i): Point => {
    const a = (2 * Math.PI * i) / 26
    const r = room * (0.5 + 0.22 * lobes(Math.cos(a), Math.sin(a)))
    return [block.inner[0] + r * Math.cos(a), block.inner[1] + r * Math.sin(a)]
  })
}
