import type { GeometryProblem } from '../geo/index.ts'
import type { UnitRow } from '../store/index.ts'

/** The rows a change set starts from: current units that it retires, puts again, names as parents, or that hang on those; and owners of its codes. */
export interface UnitsBefore {
  readonly byId: ReadonlyMap<string, UnitRow>
  readonly children: readonly UnitRow[]
  readonly codeOwners: readonly UnitRow[]
}

export interface UnitsChange {
  readonly retire: readonly string[]
  readonly put: readonly UnitRow[]
}

/**
 * The tree of units after a change set. Rules: `duplicate-id`, `unknown-unit` (retired but not there), `level` (a unit keeps its level),
 * `missing-parent`, `level-step` (one below the parent; a community may hang on a county, where there are no streets), `code-clash`, `parent-has-geometry` and `leaf-without-geometry` (leaves, and only
 * leaves, have one), `orphan` (its parent is retired).
 */
export function checkUnitTree(before: UnitsBefore, change: UnitsChange): GeometryProblem[] {
  const problems: GeometryProblem[] = []
  const add = (rule: string, detail: string): void => void problems.push({ rule, detail })
  const put = new Map(change.put.map(unit => [unit.id, unit]))
  const retired = new Set(change.retire)
  checkIds(before, change, put, retired, add)
  const after = (id: string): UnitRow | undefined => put.get(id) ?? (retired.has(id) ? undefined : before.byId.get(id))
  const remaining = before.children.filter(child => !retired.has(child.id) && !put.has(child.id))
  const parents = new Set<string>()
  for (const unit of [...remaining, ...change.put]) if (unit.parent !== null) parents.add(unit.parent)
  for (const unit of change.put) checkParent(unit, after, add)
  for (const child of remaining) {
    if (!after(child.parent!)) add('orphan', `unit "${child.id}" stays but its parent "${child.parent}" is retired`)
  }
  const touched = new Set([
    ...put.keys(),
    ...parents,
    ...change.retire.map(id => before.byId.get(id)?.parent),
    ...change.put.map(u => before.byId.get(u.id)?.parent),
  ])
  for (const id of touched) {
    const unit = typeof id === 'string' ? after(id) : undefined
    if (unit) checkLeaf(unit, parents.has(unit.id), add)
  }
  checkCodes(before, change, put, retired, add)
  return problems
}

const COUNTY = 1
const COMMUNITY = 3

type Add = (rule: string, detail: string) => void

function checkIds(
  before: UnitsBefore,
  change: UnitsChange,
  put: ReadonlyMap<string, UnitRow>,
  retired: ReadonlySet<string>,
  add: Add,
): void {
  if (put.size < change.put.length || retired.size < change.retire.length)
    add('duplicate-id', 'a unit id occurs more than once in the change set')
  for (const id of retired) {
    if (put.has(id)) add('duplicate-id', `unit "${id}" is both retired and put`)
    if (!before.byId.has(id)) add('unknown-unit', `unit "${id}" is to be retired but is not a current unit`)
  }
  for (const unit of change.put) {
    const old = before.byId.get(unit.id)
    if (old && old.level !== unit.level) add('level', `unit "${unit.id}" has level ${old.level} and cannot become level ${unit.level}`)
  }
}

function checkParent(unit: UnitRow, after: (id: string) => UnitRow | undefined, add: Add): void {
  if (unit.level === 0) {
    if (unit.parent !== null) add('missing-parent', `unit "${unit.id}" has level 0 and cannot have a parent`)
    return
  }
  const parent = unit.parent === null ? undefined : after(unit.parent)
  if (!parent) add('missing-parent', `the parent "${unit.parent}" of unit "${unit.id}" is not a unit`)
  else if (parent.level !== unit.level - 1 && !(unit.level === COMMUNITY && parent.level === COUNTY))
    add('level-step', `unit "${unit.id}" has level ${unit.level}, its parent "${parent.id}" level ${parent.level}`)
}

function checkLeaf(unit: UnitRow, hasChildren: boolean, add: Add): void {
  if (hasChildren && unit.geometry !== null) {
    add('parent-has-geometry', `unit "${unit.id}" has units below it: its outline is their union and it cannot have a geometry of its own`)
  }
  if (!hasChildren && unit.geometry === null) add('leaf-without-geometry', `unit "${unit.id}" has no units below it and no geometry`)
}

function checkCodes(
  before: UnitsBefore,
  change: UnitsChange,
  put: ReadonlyMap<string, UnitRow>,
  retired: ReadonlySet<string>,
  add: Add,
): void {
  const owner = new Map<string, string>()
  for (const unit of before.codeOwners) if (!retired.has(unit.id) && !put.has(unit.id)) owner.set(unit.code, unit.id)
  for (const unit of change.put) {
    const other = owner.get(unit.code)
    if (other !== undefined && other !== unit.id)
      add('code-clash', `code "${unit.code}" belongs to unit "${other}" and cannot be given to "${unit.id}"`)
    owner.set(unit.code, unit.id)
  }
}
