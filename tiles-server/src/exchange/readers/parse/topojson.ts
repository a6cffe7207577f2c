import { feature } from 'topojson-client'
import { badImport, shown } from '../../shown.ts'
import type { SourceRow } from '../../types.ts'
import { crsName } from '../geojson-crs.ts'
import { failed } from '../json-value.ts'
import type { Container, ContainerInfo } from './job.ts'
import { textOf, wholeFile } from './whole-file.ts'

const LIMITS = { bytes: 256 * 2 ** 20, positions: 20_000_000, depth: 8 } as const

type Topology = Parameters<typeof feature>[0]

/** What is wrong with one object; the others can be read. */
class ArcProblem extends Error {}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a topology (TopoJSON 1.0), each an entry. Throws bad-import. */
export function openTopoJson(path: string): Container {
  const text = textOf(wholeFile(path, LIMITS.bytes), 'utf-8')
  const topology = checkTopology(JSON.parse(text))
  const crs = crsName(topology)
  return {
    entries: Object.entries(topology.objects).map(([name, object]) => ({ name, rows: geometriesOf(object).length })),
    *rows(entry) {
      const objects = geometriesOf(topology.objects[entry.name])
      const counter = new PositionCounter(topology.arcs)
      const problems = objects.map(object => problemOf(object, counter)) // all are counted before the first is expanded
      for (const [i, object] of objects.entries()) yield rowOf(i + 1, object, topology, problems[i])
    },
    info: (): ContainerInfo => ({ encoding: 'utf-8', ...(crs !== undefined && { crs }), warnings: [] }),
    close: () => undefined,
  }
}

function checkTopology(value: unknown): Topology {
  const wrong = (detail: string) => badImport(`no TopoJSON document: ${detail}`, { rule: 'topojson' })
  if (!isObject(value) || value.type !== 'Topology') throw wrong('its type is not "Topology"')
  if (!isObject(value.objects)) throw wrong('it has no objects')
  if (!Array.isArray(value.arcs)) throw wrong('it has no arcs')
  const { transform } = value
  const isPair = (pair: unknown): boolean => Array.isArray(pair) && pair.length === 2 && pair.every(number => typeof number === 'number')
  const isTransform = isObject(transform) && isPair(transform.scale) && isPair(transform.translate)
  if (transform !== undefined && transform !== null && !isTransform) throw wrong('its transform is no scale and translate')
  return value as unknown as Topology
}

const geometriesOf = (object: unknown): unknown[] =>
  isObject(object) && object.type === 'GeometryCollection' && Array.isArray(object.geometries) ? object.geometries : [object]

function problemOf(object: unknown, counter: PositionCounter): string | undefined {
  try {
    counter.add(object, 0)
    return undefined
  } catch (error) {
    if (error instanceof ArcProblem) return error.message
    throw error
  }
}

function rowOf(row: number, object: unknown, topology: Topology, problem: string | undefined): SourceRow {
  if (problem !== undefined) return failed(row, 'topojson', '', problem)
  const { id, properties } = object as { id?: unknown; properties?: unknown }
  if (properties !== undefined && properties !== null && !isObject(properties))
    return failed(row, 'properties', properties, 'the member "properties" must be an object')
  const { geometry } = feature(topology, object as Topology['objects'][string]) as { geometry: unknown }
  return { row, ...(id === undefined ? {} : { id }), geometry, properties: new Map(Object.entries(properties ?? {})) }
}

/** Checks objects and adds up what they expand to: an arc of a tiny file can be asked for a million times. */
class PositionCounter {
  private total = 0
  private readonly lengths = new Map<number, number>()

  constructor(private readonly arcs: readonly unknown[]) {}

  /** Throws ArcProblem for a broken object, bad-import when the total is too large. */
  add(object: unknown, depth: number): void {
    if (!isObject(object)) throw new ArcProblem('the object is no JSON object')
    if (depth > LIMITS.depth) throw new ArcProblem(`it nests deeper than ${LIMITS.depth}`)
    switch (object.type) {
      case null:
      case undefined:
        return
      case 'GeometryCollection':
        for (const part of listOf(object.geometries, 'geometries')) this.add(part, depth + 1)
        return
      case 'Point':
        this.position(object.coordinates)
        return
      case 'MultiPoint':
        for (const position of listOf(object.coordinates, 'coordinates')) this.position(position)
        return
      default:
        this.lines(object.arcs, ARC_DEPTH[String(object.type)])
    }
  }

  private lines(arcs: unknown, depth: number | undefined): void {
    if (depth === undefined) throw new ArcProblem('its type is no geometry type')
    if (depth > 1) for (const part of listOf(arcs, 'arcs')) this.lines(part, depth - 1)
    else for (const arc of listOf(arcs, 'arcs')) this.count(this.arc(arc))
    if (Array.isArray(arcs) && arcs.length === 0) throw new ArcProblem('its arcs are empty')
  }

  /** Positions of an arc by its number; a negative one counts from the end and turns it round (TopoJSON 1.0, section 2.1.4). */
  private arc(number: unknown): number {
    if (!Number.isInteger(number)) throw new ArcProblem(`an arc number is ${shown(number)}`)
    const index = (number as number) < 0 ? ~(number as number) : (number as number)
    const known = this.lengths.get(index)
    if (known !== undefined) return known
    const arc = this.arcs[index]
    if (arc === undefined) throw new ArcProblem(`arc ${String(number)} does not exist: there are ${this.arcs.length}`)
    if (!Array.isArray(arc) || !arc.every(isPosition)) throw new ArcProblem(`arc ${String(number)} is no list of positions`)
    if (arc.length < 2) throw new ArcProblem(`arc ${String(number)} has ${arc.length} positions`)
    this.lengths.set(index, arc.length)
    return arc.length
  }

  private position(position: unknown): void {
    if (!isPosition(position)) throw new ArcProblem(`a position is ${shown(position)}`)
    this.count(1)
  }

  private count(positions: number): void {
    this.total += positions
    if (this.total > LIMITS.positions)
      throw badImport(`the topology expands to more than ${LIMITS.positions} positions`, { rule: 'size', value: LIMITS.positions })
  }
}

const ARC_DEPTH: Readonly<Record<string, number>> = { LineString: 1, MultiLineString: 2, Polygon: 2, MultiPolygon: 3 }

const isPosition = (value: unknown): boolean => Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'number'

function listOf(value: unknown, name: string): unknown[] {
  if (!Array.isArray(value)) throw new ArcProblem(`its ${name} are ${shown(value ?? 'absent')}`)
  return value
}
