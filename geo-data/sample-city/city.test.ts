import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { MultiPolygon, Point, Polygon } from '../../tiles-server/src/geo/index.ts'
import { type City, type CityFeature, generateCity } from './index.ts'

const NOW = Date.UTC(2026, 10, 22, 4)
const YEAR = 365 * 24 * 3_600_000

interface PropertyRule {
  name: string
  type: string
  required?: boolean
  minimum?: number
  maximum?: number
  codes?: { value: string | number }[]
}
interface LayerRule {
  id: string
  geometry: string
  properties: PropertyRule[]
}
const catalog = (JSON.parse(readFileSync(new URL('../catalog/layers.json', import.meta.url), 'utf8')) as { layers: LayerRule[] }).layers
const rules = new Map(catalog.map(layer => [layer.id, layer]))
const KINDS: Readonly<Record<string, readonly string[]>> = { point: ['Point'], line: ['LineString'], polygon: ['Polygon', 'MultiPolygon'] }
const LEVELS = ['city', 'county', 'street', 'community', 'grid'] as const

function problemsOf(layer: LayerRule, properties: Readonly<Record<string, unknown>>): string[] {
  const known = new Map(layer.properties.map(p => [p.name, p]))
  const problems = Object.keys(properties)
    .filter(name => !known.has(name))
    .map(name => `${layer.id}: unknown ${name}`)
  for (const rule of known.values()) {
    const value = properties[rule.name]
    if (value === undefined || value === null) {
      if (rule.required) problems.push(`${layer.id}: ${rule.name} is missing`)
    } else if (!fits(rule, value)) problems.push(`${layer.id}: ${rule.name} = ${JSON.stringify(value)}`)
  }
  return problems
}

function fits(rule: PropertyRule, value: unknown): boolean {
  if (rule.codes && !rule.codes.some(code => code.value === value)) return false
  if (rule.type === 'string') return typeof value === 'string' && value.length > 0
  if (rule.type === 'boolean') return typeof value === 'boolean'
  if (rule.type === 'datetime') return typeof value === 'string' && new Date(value).toISOString() === value
  if (typeof value !== 'number' || !Number.isFinite(value) || (rule.type === 'integer' && !Number.isInteger(value))) return false
  return value >= (rule.minimum ?? -Infinity) && value <= (rule.maximum ?? Infinity)
}

/** Even-odd over all rings in exact integers, half-open: the rule of the coverage, written anew. */
function holds(geometry: Polygon | MultiPolygon, [lon, lat]: readonly number[]): boolean {
  const x = Math.round(lon! * 1e7)
  const y = Math.round(lat! * 1e7)
  const rings = geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()
  let inside = false
  for (const ring of rings)
    for (let i = 1; i < ring.length; i++) {
      const [a, b] = [ring[i - 1]!, ring[i]!]
        .map(p => [Math.round(p[0]! * 1e7), Math.round(p[1]! * 1e7)] as const)
        .sort((p, q) => p[1] - q[1]) as [readonly [number, number], readonly [number, number]]
      if (a[1] > y === b[1] > y) continue
      const left = BigInt(b[0] - a[0]) * BigInt(y - a[1]) - BigInt(b[1] - a[1]) * BigInt(x - a[0])
      if (left > 0n) inside = !inside
    }
  return inside
}

const numbers = (features: readonly CityFeature[], name: string): number[] => features.map(f => Number(f.properties[name]))
const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0)
const unique = (list: readonly unknown[]): boolean => new Set(list).size === list.length

function checkCity(city: City): void {
  const grids = city.units.filter(u => u.level === 4)
  const gridOf = new Map(grids.map(g => [g.code, g]))

  it('features have the properties and codes of the catalog', () => {
    const problems: string[] = []
    for (const [id, features] of Object.entries(city.layers))
      for (const f of features) {
        const rule = rules.get(id)!
        problems.push(...problemsOf(rule, f.properties))
        if (!KINDS[rule.geometry]!.includes(f.geometry.type)) problems.push(`${f.id}: ${f.geometry.type}`)
      }
    for (const u of city.units) {
      const properties = { ...u.properties, code: u.code, name: u.name, ...(u.parent ? { parent: u.parent } : {}) }
      problems.push(...problemsOf(rules.get(LEVELS[u.level])!, properties))
    }
    expect(problems).toEqual([])
  })

  it('ids and codes are unique, and unit codes follow their parents', () => {
    for (const features of Object.values(city.layers)) expect(unique(features.map(f => f.id))).toBe(true)
    expect(unique(city.units.map(u => u.id))).toBe(true)
    expect(unique(city.units.map(u => u.code))).toBe(true)
    const byId = new Map(city.units.map(u => [u.id, u]))
    const digits = [2, 6, 9, 12, 15]
    for (const u of city.units) {
      expect(u.code).toMatch(u.level === 4 ? /^99\d{13}$/ : /^99\d{10}$/)
      expect(u.code.slice(digits[u.level])).toMatch(/^0*$/)
      if (u.parent) expect(u.code.startsWith(byId.get(u.parent)!.code.slice(0, digits[u.level - 1]))).toBe(true)
    }
    const siblings = city.units.map(u => `${u.parent} ${u.name}`)
    expect(unique(siblings)).toBe(true)
  })

  it('grids keep the household rule, and blocks and buildings sum to them', () => {
    for (const g of grids) {
      const households = Number(g.properties.households)
      if (g.properties.area_type === 'rural') expect(households).toBeGreaterThanOrEqual(80)
      expect(households).toBeLessThanOrEqual(g.properties.area_type === 'rural' ? 120 : 300)
    }
    const byGrid = new Map<string, number>()
    for (const b of city.layers.block)
      byGrid.set(String(b.properties.grid), (byGrid.get(String(b.properties.grid)) ?? 0) + Number(b.properties.households))
    for (const g of grids) expect(byGrid.get(g.code)).toBe(g.properties.households)
    expect(sum(numbers(city.layers.building, 'households'))).toBe(sum(numbers(city.layers.block, 'households')))
  })

  it('incidents lie in the grid they name, within the year, with one code each', () => {
    expect(unique(city.layers.incident.map(f => f.properties.code))).toBe(true)
    for (const f of city.layers.incident) {
      const time = Date.parse(String(f.properties.time))
      expect(time).toBeLessThanOrEqual(NOW)
      expect(time).toBeGreaterThanOrEqual(NOW - YEAR)
      expect(f.properties.code).toMatch(/^\d{6}-\d{6}$/)
      expect(holds(gridOf.get(String(f.properties.grid))!.geometry!, (f.geometry as Point).coordinates), `${f.id} in its grid`).toBe(true)
    }
  })

  it('cameras have valid GB/T 28181 ids, most are online; patrol fixes are recent', () => {
    const codes = city.layers.camera.map(f => String(f.properties.code))
    expect(unique(codes)).toBe(true)
    for (const code of codes) expect(code).toMatch(/^99\d{4}00(00|01|04)1320\d{6}$/)
    const online = city.layers.camera.filter(f => f.properties.status === 'online').length / codes.length
    expect(online).toBeGreaterThan(0.88)
    expect(online).toBeLessThan(0.97)
    for (const f of city.layers.patrol) {
      const age = NOW - Date.parse(String(f.properties.time))
      expect(age).toBeGreaterThanOrEqual(0)
      expect(age).toBeLessThan(1_800_000)
    }
  })
}

describe('sample city of size S', () => {
  checkCity(generateCity({ size: 'S', now: NOW }))
})

describe('determinism', () => {
  it('gives the same city for the same size and seed, another for another seed', () => {
    const city = generateCity({ size: 'S', seed: 3, now: NOW })
    expect(JSON.stringify(generateCity({ size: 'S', seed: 3, now: NOW })) === JSON.stringify(city)).toBe(true)
    expect(JSON.stringify(generateCity({ size: 'S', seed: 4, now: NOW }).units) === JSON.stringify(city.units)).toBe(false)
    const later = generateCity({ size: 'S', seed: 3, now: NOW + 86_400_000 })
    expect(later.units).toEqual(city.units)
    expect(later.layers.building).toEqual(city.layers.building)
  })
})

describe('buildings', () => {
  const { layers } = generateCity({ size: 'S', now: NOW })
  it('do not overlap: no corner of one lies in another, no edges cross', () => {
    const boxes = layers.building.map(f => {
      const ring = (f.geometry as Polygon).coordinates[0]!
      const [xs, ys] = [ring.map(p => p[0]!), ring.map(p => p[1]!)]
      return { f, ring, w: Math.min(...xs), e: Math.max(...xs), s: Math.min(...ys), n: Math.max(...ys) }
    })
    boxes.sort((a, b) => a.w - b.w)
    boxes.forEach((a, i) => {
      for (let k = i + 1; k < boxes.length && boxes[k]!.w <= a.e; k++) {
        const b = boxes[k]!
        if (b.s > a.n || a.s > b.n) continue
        expect(
          a.ring.some(p => holds(b.f.geometry as Polygon, p)) || b.ring.some(p => holds(a.f.geometry as Polygon, p)),
          `${a.f.id} and ${b.f.id}`,
        ).toBe(false)
      }
    })
  })
})
