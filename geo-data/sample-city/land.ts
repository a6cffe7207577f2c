import { cutBlocks } from './blocks-cutting.ts'
import { distance, resample, ringArea, simplify } from './curves.ts'
import { type Districts, layDistricts } from './districts.ts'
import { traceFaces } from './faces.ts'
import type { Point } from './frame.ts'
import { type Line, LineBook, rankOf } from './lines.ts'
import { Network } from './network.ts'
import type { Plan } from './plan.ts'
import { drawSkeleton } from './skeleton.ts'
import { StreamlineTracer } from './streamlines.ts'
import { Subdivision } from './subdivision.ts'
import { layTerrain, type Terrain } from './terrain.ts'

export interface Land {
  readonly terrain: Terrain
  readonly districts: Districts
  readonly sub: Subdivision
}

const TOLERANCE = 10

/** Nature, roads and blocks: everything that forms the coverage. */
export function layLand(plan: Plan, seed: number): Land {
  const terrain = layTerrain(plan, seed)
  const inside = insideTest(terrain.outline)
  const districts = layDistricts(plan, terrain, inside, seed)
  const book = new LineBook()
  const network = new Network(TOLERANCE)
  const lay = (points: readonly Point[], line: Line): void => {
    for (const part of clip(points, inside)) network.lay(simplify(part, 1.2), line)
  }
  network.lay([...terrain.outline, terrain.outline[0]!], book.add('outline'))
  for (const bank of terrain.banks) lay(bank, book.add('bank'))
  network.lay([...terrain.lake, terrain.lake[0]!], book.add('bank'))
  const tracer = new StreamlineTracer(plan, terrain, districts, seed)
  for (const route of drawSkeleton(plan, districts, seed)) {
    lay(route.points, book.add(route.class, route.name))
    tracer.occupy(resample(route.points, 40))
  }
  for (const bank of terrain.banks) tracer.occupy(resample(bank, 40), false)
  const R = plan.urbanRadius
  const wide = R > 3000 ? 1 : 0.8
  for (const route of tracer.trace('arterial', p => wide * (distance(p, [0, 0]) < R * 0.45 ? 620 : 900)))
    lay(route.points, book.add('arterial'))
  for (const route of tracer.trace('collector', p => (distance(p, [0, 0]) < R * 0.45 ? 300 : 430))) lay(route.points, book.add('collector'))
  for (const stream of terrain.streams) lay(stream, book.add('stream'))
  network.prune(0)
  for (let round = 0; round < 4; round++) clearSlivers(network)
  const sub = new Subdivision(network)
  cutBlocks(sub, terrain, districts, book, seed)
  return { terrain, districts, sub }
}

/** The parts of a line inside the outline, each with one vertex beyond it so that it meets the outline. */
function clip(points: readonly Point[], inside: (p: Point) => boolean): Point[][] {
  const parts: Point[][] = []
  let part: Point[] = []
  let previous: Point | null = null
  for (const p of points) {
    if (inside(p)) {
      if (part.length === 0 && previous) part.push(previous)
      part.push(p)
    } else if (part.length > 0) {
      parts.push([...part, p])
      part = []
    }
    previous = p
  }
  if (part.length > 1) parts.push(part)
  return parts
}

/** Point-in-outline with the ring's edges sorted into horizontal bands. */
function insideTest(ring: readonly Point[]): (p: Point) => boolean {
  const band = 250
  const bands = new Map<number, [Point, Point][]>()
  ring.forEach((a, i) => {
    const b = ring[(i + 1) % ring.length]!
    for (let k = Math.floor(Math.min(a[1], b[1]) / band); k <= Math.floor(Math.max(a[1], b[1]) / band); k++) {
      const list = bands.get(k)
      if (list) list.push([a, b])
      else bands.set(k, [[a, b]])
    }
  })
  return p => {
    let odd = false
    for (const [a, b] of bands.get(Math.floor(p[1] / band)) ?? [])
      if (a[1] > p[1] !== b[1] > p[1] && p[0] < ((b[0] - a[0]) * (p[1] - a[1])) / (b[1] - a[1]) + a[0]) odd = !odd
    return odd
  }
}

/** Dissolves faces too small or too thin to be blocks, by taking away their longest minor side, and edges with one face on both sides. */
function clearSlivers(network: Network): void {
  const faces = traceFaces(network)
  const faceOf = new Map<number, number>()
  faces.forEach((loop, f) => {
    loop.forEach((v, i) => {
      faceOf.set(v * 2097152 + loop[(i + 1) % loop.length]!, f)
    })
  })
  for (const [f, loop] of faces.entries()) {
    const ring = loop.map(v => network.vertices.at(v))
    const sides = new Map<number, number>()
    let around = 0
    loop.forEach((a, i) => {
      const b = loop[(i + 1) % loop.length]!
      const other = faceOf.get(b * 2097152 + a) ?? -1
      const length = distance(ring[i]!, ring[(i + 1) % ring.length]!)
      around += length
      const line = network.links[a]!.get(b)?.line
      if (other === f && line) network.removeEdge(a, b)
      else if (other >= 0 && line && rankOf(line) < 7 && line.class !== 'bank') sides.set(other, (sides.get(other) ?? 0) + length)
    })
    const area = ringArea(ring)
    const thin = (4 * Math.PI * area) / (around * around) < 0.12 && area < 60_000
    if (area > 3_500 && !thin) continue
    const [other] = [...sides].sort((x, y) => y[1] - x[1])[0] ?? [-1]
    if (other < 0) continue
    loop.forEach((a, i) => {
      const b = loop[(i + 1) % loop.length]!
      const line = network.links[a]!.get(b)?.line
      if (line && rankOf(line) < 7 && line.class !== 'bank' && faceOf.get(b * 2097152 + a) === other) network.removeEdge(a, b)
    })
  }
  network.prune(0)
}
