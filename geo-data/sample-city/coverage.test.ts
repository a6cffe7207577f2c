import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Polygon } from '../../tiles-server/src/geo/index.ts'
import { type City, type CityUnit, generateCity } from './index.ts'

const NOW = Date.UTC(2026, 10, 22, 4)
type Ring = readonly (readonly [number, number])[]

/** Rings in whole lattice steps, closing vertex dropped; fails when a coordinate is off the lattice. Shares no code with the generator. */
function latticeRings(geometry: Polygon | MultiPolygon): Ring[] {
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
  return rings.map(ring => {
    expect(ring.length).toBeGreaterThanOrEqual(4)
    expect(ring[0]).toEqual(ring.at(-1))
    return ring.slice(0, -1).map(([lon, lat]) => {
      const x = Math.round(lon! * 1e7)
      const y = Math.round(lat! * 1e7)
      if (x / 1e7 !== lon || y / 1e7 !== lat) throw new Error(`off the lattice: ${lon}, ${lat}`)
      return [x, y] as const
    })
  })
}

/** Twice the signed area, exact. */
function doubleArea(ring: Ring): bigint {
  let sum = 0n
  ring.forEach(([x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length]!
    sum += BigInt(x) * BigInt(v) - BigInt(u) * BigInt(y)
  })
  return sum
}

/** Directed segments that have no reverse: the outline. Fails on a segment that appears twice in one direction. */
function cancel(faces: readonly Ring[][]): Set<string> {
  const open = new Set<string>()
  const all = new Set<string>()
  for (const rings of faces)
    for (const ring of rings)
      ring.forEach(([x, y], i) => {
        const [u, v] = ring[(i + 1) % ring.length]!
        const key = `${x},${y},${u},${v}`
        if (all.has(key)) throw new Error(`segment twice: ${key}`)
        all.add(key)
        const reverse = `${u},${v},${x},${y}`
        if (!open.delete(reverse)) open.add(key)
      })
  return open
}

type Segment = readonly [number, number, number, number]
const side = (ax: number, ay: number, bx: number, by: number, px: number, py: number): bigint =>
  (BigInt(bx) - BigInt(ax)) * (BigInt(py) - BigInt(ay)) - (BigInt(by) - BigInt(ay)) * (BigInt(px) - BigInt(ax))
const sign = (v: bigint): number => (v > 0n ? 1 : v < 0n ? -1 : 0)

/** Undirected segments once, tested pairwise in grid cells: they may share end points and nothing else. Returns the offenders. */
function meetings(faces: readonly Ring[][]): string[] {
  const segments = new Map<string, Segment>()
  for (const rings of faces)
    for (const ring of rings)
      ring.forEach(([x, y], i) => {
        const [u, v] = ring[(i + 1) % ring.length]!
        const s: Segment = x < u || (x === u && y < v) ? [x, y, u, v] : [u, v, x, y]
        segments.set(s.join(), s)
      })
  const CELL = 40_000
  const cells = new Map<string, Segment[]>()
  const bad: string[] = []
  for (const s of segments.values())
    for (let cx = Math.floor(Math.min(s[0], s[2]) / CELL); cx <= Math.floor(Math.max(s[0], s[2]) / CELL); cx++)
      for (let cy = Math.floor(Math.min(s[1], s[3]) / CELL); cy <= Math.floor(Math.max(s[1], s[3]) / CELL); cy++) {
        const list = cells.get(`${cx},${cy}`) ?? []
        for (const other of list) if (touch(s, other)) bad.push(`${s.join()} x ${other.join()}`)
        list.push(s)
        cells.set(`${cx},${cy}`, list)
      }
  return bad
}

function touch(s: Segment, t: Segment): boolean {
  if (Math.min(s[0], s[2]) > Math.max(t[0], t[2]) || Math.min(t[0], t[2]) > Math.max(s[0], s[2])) return false
  if (Math.min(s[1], s[3]) > Math.max(t[1], t[3]) || Math.min(t[1], t[3]) > Math.max(s[1], s[3])) return false
  const a = sign(side(s[0], s[1], s[2], s[3], t[0], t[1]))
  const b = sign(side(s[0], s[1], s[2], s[3], t[2], t[3]))
  const c = sign(side(t[0], t[1], t[2], t[3], s[0], s[1]))
  const d = sign(side(t[0], t[1], t[2], t[3], s[2], s[3]))
  if (a * b < 0 && c * d < 0) return true
  return (
    (a === 0 && within(s, t[0], t[1])) ||
    (b === 0 && within(s, t[2], t[3])) ||
    (c === 0 && within(t, s[0], s[1])) ||
    (d === 0 && within(t, s[2], s[3]))
  )
}

/** A point on the line of s lies strictly between its ends: a T-junction. */
function within(s: Segment, x: number, y: number): boolean {
  if ((x === s[0] && y === s[1]) || (x === s[2] && y === s[3])) return false
  return Math.min(s[0], s[2]) <= x && x <= Math.max(s[0], s[2]) && Math.min(s[1], s[3]) <= y && y <= Math.max(s[1], s[3])
}

/** The outline's segments joined to closed rings cover the same area as all faces together: no gap, no overlap. */
function outlineArea(open: ReadonlySet<string>): bigint {
  let sum = 0n
  for (const key of open) {
    const [x, y, u, v] = key.split(',').map(BigInt) as [bigint, bigint, bigint, bigint]
    sum += x * v - u * y
  }
  return sum
}

function connected(units: readonly CityUnit[], city: City): void {
  const leafs = new Map(city.units.filter(u => u.level === 4).map(u => [u.id, latticeRings(u.geometry!)]))
  const parents = new Map(city.units.map(u => [u.id, u.parent]))
  const edgeOwner = new Map<string, string>()
  for (const [id, rings] of leafs)
    for (const ring of rings) for (const [i, p] of ring.entries()) edgeOwner.set(`${p.join()},${ring[(i + 1) % ring.length]!.join()}`, id)
  const neighbours = new Map<string, Set<string>>()
  for (const [id, rings] of leafs) {
    const set = new Set<string>()
    for (const ring of rings)
      ring.forEach((p, i) => {
        const other = edgeOwner.get(`${ring[(i + 1) % ring.length]!.join()},${p.join()}`)
        if (other && other !== id) set.add(other)
      })
    neighbours.set(id, set)
  }
  for (const unit of units) {
    const members = [...leafs.keys()].filter(id => {
      for (let up: string | null | undefined = id; up; up = parents.get(up)) if (up === unit.id) return true
      return false
    })
    const own = new Set(members)
    const reached = new Set([members[0]!])
    const queue = [members[0]!]
    for (let v = queue.pop(); v; v = queue.pop())
      for (const to of neighbours.get(v)!) {
        if (!own.has(to) || reached.has(to)) continue
        reached.add(to)
        queue.push(to)
      }
    expect(reached.size, `${unit.name} is contiguous`).toBe(members.length)
  }
}

function checkCoverage(geometries: readonly (Polygon | MultiPolygon)[]): bigint {
  const faces = geometries.map(latticeRings)
  for (const rings of faces) expect(rings.reduce((sum, ring) => sum + doubleArea(ring), 0n) > 0n).toBe(true)
  const open = cancel(faces)
  expect(meetings(faces)).toEqual([])
  const total = faces.flat().reduce((sum, ring) => sum + doubleArea(ring), 0n)
  expect(outlineArea(open)).toBe(total)
  const starts = new Set([...open].map(key => key.split(',').slice(0, 2).join()))
  expect(starts.size, 'the outline is one simple ring').toBe(open.size)
  return total
}

/** Grids, households, buildings, cameras, patrols, incidents. */
const TARGETS = { S: [300, 55_000, 6_000, 500, 50, 5_000], M: [3_000, 550_000, 60_000, 5_000, 400, 50_000] } as const

describe.each([
  ['S', 20],
  ['S', 7],
  ['M', 20],
] as const)('coverage of size %s, seed %i', (size, seed) => {
  const city = generateCity({ size, seed, now: NOW })
  const grids = city.units.filter(u => u.level === 4)

  it('grids and blocks are exact coverages of the same ground', () => {
    const ground = checkCoverage(grids.map(u => u.geometry!))
    expect(checkCoverage(city.layers.block.map(b => b.geometry as Polygon))).toBe(ground)
  }, 60_000)

  it('grids are whole blocks: the blocks of a grid cancel to its outline', () => {
    const blocks = new Map<string, Ring[][]>()
    for (const b of city.layers.block) {
      const code = String(b.properties.grid)
      blocks.set(code, [...(blocks.get(code) ?? []), latticeRings(b.geometry as Polygon)])
    }
    for (const grid of grids) expect([...cancel(blocks.get(grid.code)!)].sort()).toEqual([...cancel([latticeRings(grid.geometry!)])].sort())
  })

  it('every unit is contiguous and has the parent of the level above', () => {
    const byId = new Map(city.units.map(u => [u.id, u]))
    for (const unit of city.units) expect(unit.parent === null ? -1 : byId.get(unit.parent)!.level).toBe(unit.level - 1)
    expect(grids.every(g => g.geometry?.type === 'Polygon')).toBe(true)
    connected(
      city.units.filter(u => u.level < 4),
      city,
    )
  })
  it('has the counts of its size within a tenth', () => {
    const { building, camera, patrol, incident } = city.layers
    const households = grids.reduce((sum, g) => sum + Number(g.properties.households), 0)
    const counts = [grids.length, households, building.length, camera.length, patrol.length, incident.length]
    for (const [i, count] of counts.entries()) expect(Math.abs(count / TARGETS[size][i]! - 1)).toBeLessThan(0.1)
  })
})
