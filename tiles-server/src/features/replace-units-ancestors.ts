import type { UnitRow, UnitStore, WriteTransaction } from '../store/index.ts'

/**
 * The current units above `units`, by their old and their new parents, that the change set does not name itself. Their outlines are the union of
 * what lies below, so they get a new version with it: no version (and no ETag) ever stands for two outlines.
 */
export async function ancestorsOf(
  store: UnitStore,
  tx: WriteTransaction,
  units: readonly UnitRow[],
  named: ReadonlySet<string>,
): Promise<UnitRow[]> {
  const found = new Map<string, UnitRow>()
  let parents = parentsOf(units)
  while (parents.size > 0) {
    const rows = await store.current(tx, { ids: [...parents] })
    const fresh = rows.filter(row => !found.has(row.id))
    for (const row of fresh) found.set(row.id, row)
    parents = parentsOf(fresh)
  }
  return [...found.values()].filter(row => !named.has(row.id))
}

const parentsOf = (units: readonly UnitRow[]): Set<string> => new Set(units.flatMap(unit => unit.parent ?? []))
