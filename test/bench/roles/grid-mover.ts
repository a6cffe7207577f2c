import type { App } from '../../../tiles-server/src/app.ts'
import { type Areal, fromLattice, type Position, toLattice } from '../../../tiles-server/src/geo/index.ts'
import { seededRandom } from '../../../tiles-server/src/kernel/index.ts'
import type { UnitRow } from '../../../tiles-server/src/store/index.ts'
import { shuffled } from '../city-tiles.ts'

/** A vertex that two neighbouring grids share, and the two places it is moved between, degrees. */
export interface Move {
  readonly grids: readonly [string, string]
  readonly from: Position
  readonly to: Position
}

/** When a move was committed and acknowledged, milliseconds since the epoch, and where the vertex is now. */
export interface Moved {
  readonly at: Position
  readonly committed: number
  readonly acknowledged: number
}

/** About four metres, lattice steps. */
const STEP = 400
export const now = (): number => performance.timeOrigin + performance.now()

/** Moves inner vertices of the city's grids to and fro, each as a change set of its two grids. */
export class GridMover {
  readonly moves: readonly Move[]
  readonly #at: Position[]
  #committed = 0

  /** `count` vertices of different grids, each of which can be moved without a crossing. */
  constructor(
    readonly app: App,
    count: number,
    seed: number,
  ) {
    this.moves = chooseMoves(app, count, seed)
    this.#at = this.moves.map(({ from }) => from)
    // The instant the store says that the transaction is committed, before live has read it.
    const write = app.store.write.bind(app.store)
    app.store.write = async (actor, work) => {
      const written = await write(actor, work)
      if (actor === 'bench') this.#committed = now()
      return written
    }
  }

  async move(index: number): Promise<Moved> {
    const { grids, from, to } = this.moves[index]!
    const here = this.#at[index]!
    const next = here === from ? to : from
    const put = grids.map(id => withVertex(unitOf(this.app, id), here, next))
    await this.app.features.replaceUnits({ kind: 'edit', note: 'bench', retire: [], put }, 'bench')
    this.#at[index] = next
    return { at: next, committed: this.#committed, acknowledged: now() }
  }
}

function unitOf(app: App, id: string): UnitRow & { geometry: Areal } {
  const { geometry, properties } = app.live.layer('grid').get(id)!
  const { code, name, parent, ...rest } = properties
  return { id, level: 4, parent: String(parent), code: String(code), name: String(name), geometry: geometry as Areal, properties: rest }
}

const same = (a: Position, b: Position): boolean => toLattice(a[0]!) === toLattice(b[0]!) && toLattice(a[1]!) === toLattice(b[1]!)

function withVertex(unit: UnitRow & { geometry: Areal }, from: Position, to: Position): UnitRow {
  const ring = (list: readonly Position[]): Position[] => list.map(position => (same(position, from) ? to : position))
  const { geometry } = unit
  const moved: Areal =
    geometry.type === 'Polygon'
      ? { type: 'Polygon', coordinates: geometry.coordinates.map(ring) }
      : { type: 'MultiPolygon', coordinates: geometry.coordinates.map(rings => rings.map(ring)) }
  return { ...unit, geometry: moved }
}

/** Vertices that exactly two grids have and that are no end of their shared boundary, far from everything else. */
function chooseMoves(app: App, count: number, seed: number): Move[] {
  const layer = app.live.layer('grid')
  const used = new Set<string>()
  const moves: Move[] = []
  for (const feature of shuffled([...layer.all()], seededRandom(seed))) {
    if (moves.length === count) break
    if (used.has(feature.id) || feature.geometry?.type !== 'Polygon') continue
    const ring = feature.geometry.coordinates[0]!
    const found = ring.findIndex((position, i) => {
      const neighbour = onlyNeighbour(app, feature.id, [ring.at(i - 1)!, position, ring[i + 1]!])
      return i > 0 && i + 1 < ring.length && neighbour !== null && !used.has(neighbour) && isRoomy(ring, i)
    })
    if (found < 0) continue
    const from = ring[found]!
    const neighbour = onlyNeighbour(app, feature.id, [ring[found - 1]!, from, ring[found + 1]!])!
    used.add(feature.id).add(neighbour)
    moves.push({ grids: [feature.id, neighbour], from, to: aside(ring, found) })
  }
  if (moves.length < count) throw new Error(`only ${moves.length} of ${count} vertices can be moved`)
  return moves
}

/** The one other grid that has all these positions, when no third grid has any of them. */
function onlyNeighbour(app: App, id: string, positions: readonly (Position | undefined)[]): string | null {
  const owners = positions.map(position => {
    if (!position) return []
    const [lon, lat] = position as [number, number]
    const near = app.live.layer('grid').search([lon, lat, lon, lat])
    return near.filter(
      ({ id: other, geometry }) => other !== id && ringsOf(geometry as Areal).some(ring => ring.some(p => same(p, position))),
    )
  })
  const [first] = owners[1] ?? []
  return first && owners.every(list => list.length === 1 && list[0] === first) ? first.id : null
}

const ringsOf = (geometry: Areal): readonly (readonly Position[])[] =>
  geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()

/** The vertex's own edges are long and nothing else of its ring is within 25 metres or so. */
function isRoomy(ring: readonly Position[], at: number): boolean {
  const [lon, lat] = ring[at] as [number, number]
  const room = 2_500 / 1e7
  return ring.every((p, i) => i === at || Math.abs(p[0]! - lon) > room || Math.abs(p[1]! - lat) > room)
}

/** A little to the side of the line through the neighbours. */
function aside(ring: readonly Position[], at: number): Position {
  const [a, p, b] = [ring[at - 1]!, ring[at]!, ring[at + 1]!]
  const [dx, dy] = [b[0]! - a[0]!, b[1]! - a[1]!]
  const length = Math.hypot(dx, dy)
  return [
    fromLattice(toLattice(p[0]!) + Math.round((-dy / length) * STEP)),
    fromLattice(toLattice(p[1]!) + Math.round((dx / length) * STEP)),
  ]
}
