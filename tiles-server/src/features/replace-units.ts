import {
  type Bbox,
  bboxOf,
  type CoverageFace,
  checkChangeSet,
  checkGeometry,
  type GeometryProblem,
  isAreal,
  snapToLattice,
  unionBbox,
} from '../geo/index.ts'
import { shown, ZongtuError } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import type { Store, UnitRow, UnitStore, WriteTransaction } from '../store/index.ts'
import { checkId } from './id.ts'
import { placeAgain } from './placing.ts'
import { checkProperties } from './properties.ts'
import { ancestorsOf } from './replace-units-ancestors.ts'
import { neighboursAt } from './replace-units-neighbours.ts'
import { checkUnitTree, type UnitsBefore } from './replace-units-tree.ts'

/** Problems told in one answer. */
const MOST_PROBLEMS = 100
/** Units that one change set may name; a city of size L has 20,000 grids. */
const MOST_UNITS = 100_000
const UNIT_LAYERS = ['city', 'county', 'street', 'community', 'grid'] as const

/** Units retired and put in one step. A unit of `put` that exists gets a new version; `geometry` is for leaves only. */
export interface UnitChangeSet {
  readonly kind: string
  readonly note: string
  readonly retire: readonly string[]
  readonly put: readonly UnitRow[]
}

export interface UnitWriter {
  /**
   * Writes the change set if the tree of units and the coverage of its leaves stay whole, all or nothing; answers when live shows it.
   * Geometry is rounded to the lattice of 1e-7 degree. Throws bad-property, bad-geometry (with `problems`), invalid-coverage
   * (with `problems`: rule, detail, at), store-unavailable.
   */
  replaceUnits(changeSet: UnitChangeSet, actor: string): Promise<{ seq: number }>
}

export function createReplaceUnits({ store, live }: { readonly store: Store; readonly live: Live }): UnitWriter {
  return {
    async replaceUnits(changeSet, actor) {
      const { kind, note, retire } = changeSet
      checkSize(changeSet)
      const put = changeSet.put.map(unit => checkUnit(live, unit))
      const { seq } = await store.write(actor, async tx => {
        await store.units.lock(tx)
        const { before, empty } = await judge(store.units, tx, retire, put)
        const named = new Set([...retire, ...put.map(unit => unit.id)])
        const above = await ancestorsOf(store.units, tx, [...before.values(), ...put], named)
        const number = await store.units.changeSet(tx, kind, note, actor)
        if (retire.length > 0) await store.units.retire(tx, number, retire)
        await store.units.put(tx, number, [...above, ...put], empty)
        const changed = [...before.values()].filter(({ id }) => named.has(id))
        await placeAgain(
          store,
          tx,
          live.layers().map(({ def }) => def),
          changed,
          put,
        )
      })
      await live.waitFor(seq)
      return { seq }
    },
  }
}

function checkSize({ retire, put }: UnitChangeSet): void {
  const named = retire.length + put.length
  if (named === 0) throw new ZongtuError('bad-property', 'a change set must retire or put at least one unit')
  if (named > MOST_UNITS) throw new ZongtuError('too-large', `the change set names ${named} units, at most ${MOST_UNITS} are allowed`)
}

/** The unit as it will be stored: properties of its layer's schema, a valid geometry on the lattice. */
function checkUnit(live: Live, unit: UnitRow): UnitRow {
  checkId(unit.id)
  const layer = UNIT_LAYERS[unit.level]
  if (layer === undefined)
    throw new ZongtuError('bad-property', `level of unit ${shown(unit.id)} is ${shown(unit.level)}, it must be 0 to 4`)
  const { def } = live.layer(layer)
  const all = checkProperties(def, { ...unit.properties, code: unit.code, name: unit.name, parent: unit.parent })
  const named = ['code', 'name', 'parent']
  const properties = Object.fromEntries(Object.entries(all).filter(([name]) => !named.includes(name)))
  if (unit.geometry === null) return { ...unit, properties }
  const problems = checkGeometry(unit.geometry)
  if (problems.length > 0) {
    throw new ZongtuError('bad-geometry', `unit ${shown(unit.id)}: ${problems[0]!.rule}: ${problems[0]!.detail}`, {
      problems: problems.slice(0, MOST_PROBLEMS),
    })
  }
  if (!isAreal(unit.geometry)) {
    const { type } = unit.geometry as { type: string }
    throw new ZongtuError('bad-geometry', `geometry type of unit ${shown(unit.id)} is ${shown(type)}, it must be Polygon or MultiPolygon`)
  }
  return { ...unit, properties, geometry: snapToLattice(unit.geometry) }
}

/** Checks the tree and the coverage against the rows as they are now; answers the rows it read and whether there were no units at all. */
async function judge(
  units: UnitStore,
  tx: WriteTransaction,
  retire: readonly string[],
  put: readonly UnitRow[],
): Promise<{ before: ReadonlyMap<string, UnitRow>; empty: boolean }> {
  const before = await readBefore(units, tx, retire, put)
  refuse(checkUnitTree(before, { retire, put }))
  const touched = new Set([...retire, ...put.map(unit => unit.id)])
  const removed = faces([...before.byId.values()].filter(unit => touched.has(unit.id)))
  const added = faces(put)
  const empty = removed.length === 0 && added.length > 0 && (await units.current(tx)).length === 0
  const problems = checkChangeSet(removed, added, { outlineFree: empty })
  if (problems.length > 0) {
    const around = (await units.current(tx, { bbox: regionOf([...removed, ...added]) })).filter(unit => !touched.has(unit.id))
    refuse(neighboursAt(problems, faces(around)))
  }
  return { before: before.byId, empty }
}

async function readBefore(
  units: UnitStore,
  tx: WriteTransaction,
  retire: readonly string[],
  put: readonly UnitRow[],
): Promise<UnitsBefore> {
  const named = new Set([...retire, ...put.flatMap(unit => (unit.parent === null ? [unit.id] : [unit.id, unit.parent]))])
  const byId = new Map<string, UnitRow>()
  const read = async (ids: Iterable<string>): Promise<void> => {
    for (const unit of await units.current(tx, { ids: [...ids] })) byId.set(unit.id, unit)
  }
  await read(named)
  // Units that lose a child may become leaves: they are judged too.
  await read([...byId.values()].flatMap(unit => (unit.parent !== null && !byId.has(unit.parent) ? [unit.parent] : [])))
  const children = await units.current(tx, { parents: [...byId.keys()] })
  const codeOwners = await units.current(tx, { codes: put.map(unit => unit.code) })
  return { byId, children, codeOwners }
}

const faces = (list: readonly UnitRow[]): CoverageFace[] =>
  list.flatMap(({ id, geometry }) => (geometry === null ? [] : [{ id, geometry }]))

const regionOf = (list: readonly CoverageFace[]): Bbox =>
  list.reduce<Bbox | null>((box, face) => unionBbox(box, bboxOf(face.geometry)), null) ?? [0, 0, 0, 0]

function refuse(problems: readonly GeometryProblem[]): void {
  const [first] = problems
  if (!first) return
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new ZongtuError('invalid-coverage', `${first.rule}: ${first.detail}${more}`, { problems: problems.slice(0, MOST_PROBLEMS) })
}
