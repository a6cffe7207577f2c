import { isAreal } from '../geo/index.ts'
import type { Row } from '../store/index.ts'

export const LEVELS = 5
const SUMMED = ['households', 'population'] as const

export interface Unit {
  readonly row: Row
  readonly level: number
}

export interface UnitChange {
  readonly level: number
  readonly id: string
  /** Undefined = gone. */
  readonly row: Row | undefined
}

type Sums = Readonly<Partial<Record<(typeof SUMMED)[number], number>>>

/** The units of all levels by id, who belongs to whom, and what the leaves under each unit add up to. */
export class UnitTree {
  readonly #units = new Map<string, Unit>()
  readonly #children = new Map<string, Set<string>>()
  /** Null: no leaf under it. */
  readonly #sums = new Map<string, Sums | null>()
  readonly #coarsest = new Map<string, number>()

  get(id: string): Unit | undefined {
    return this.#units.get(id)
  }

  units(): Iterable<[string, Unit]> {
    return this.#units
  }

  /** Leaves are the units with an area of their own. */
  isLeaf(id: string): boolean {
    const geometry = this.#units.get(id)?.row.geometry
    return geometry !== undefined && geometry !== null && isAreal(geometry)
  }

  /** Puts a row in, or takes it out. */
  set({ level, id, row }: UnitChange): void {
    const before = parentOf(this.#units.get(id))
    this.#forget(id)
    if (row) this.#units.set(id, { row, level })
    else this.#units.delete(id)
    const after = parentOf(this.#units.get(id))
    this.#forget(id)
    for (const parent of [before, after]) if (parent !== undefined) this.#coarsest.delete(parent)
    if (before === after) return
    if (before !== undefined) this.#children.get(before)?.delete(id)
    if (after !== undefined) this.#children.set(after, (this.#children.get(after) ?? new Set()).add(id))
  }

  /** Unit ids from the city down to the unit itself, by level; holes where a level is absent. */
  chain(id: string): readonly (string | undefined)[] {
    const chain = new Array<string | undefined>(LEVELS)
    for (let at: string | undefined = id; at !== undefined; ) {
      const unit: Unit | undefined = this.#units.get(at)
      if (!unit || chain[unit.level] !== undefined) break
      chain[unit.level] = at
      at = parentOf(unit)
    }
    return chain
  }

  /** The leaves under a unit, itself among them when it is one. The unit need not be there any more. */
  leavesUnder(id: string): string[] {
    const leaves: string[] = []
    const seen = new Set<string>()
    const stack = [id]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen.has(at)) continue
      seen.add(at)
      if (this.isLeaf(at)) leaves.push(at)
      stack.push(...(this.#children.get(at) ?? []))
    }
    return leaves
  }

  below(id: string): Iterable<string> {
    return this.#children.get(id) ?? []
  }

  /** The coarsest level among the units right below one; undefined without any. */
  coarsestBelow(id: string): number | undefined {
    const known = this.#coarsest.get(id)
    if (known !== undefined) return known
    const levels = Array.from(this.below(id), child => this.#units.get(child)?.level ?? LEVELS)
    if (levels.length === 0) return undefined
    const coarsest = Math.min(...levels)
    this.#coarsest.set(id, coarsest)
    return coarsest
  }

  /** The row, of a unit above the leaves with what they add up to; a sum that not every leaf knows is left out. */
  summed(id: string): Row {
    const { row } = this.#units.get(id)!
    return row.geometry ? row : { ...row, properties: { ...row.properties, ...this.#sumOf(id) } }
  }

  #sumOf(id: string): Sums | null {
    const known = this.#sums.get(id)
    if (known !== undefined) return known
    const sums = this.isLeaf(id) ? ownSums(this.#units.get(id)!.row) : this.#addUp(id)
    this.#sums.set(id, sums)
    return sums
  }

  #addUp(id: string): Sums | null {
    this.#sums.set(id, null) // a unit that is its own ancestor adds nothing
    const parts = [...(this.#children.get(id) ?? [])].sort().flatMap(child => this.#sumOf(child) ?? [])
    if (parts.length === 0) return null
    const sums: Record<string, number> = {}
    for (const name of SUMMED) {
      if (parts.every(part => part[name] !== undefined)) sums[name] = parts.reduce((sum, part) => sum + part[name]!, 0)
    }
    return sums
  }

  /** A unit's sum, and those of all above it. */
  #forget(id: string): void {
    const seen = new Set<string>()
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = parentOf(this.#units.get(at))) {
      seen.add(at)
      this.#sums.delete(at)
    }
  }
}

const parentOf = (unit: Unit | undefined): string | undefined => (unit?.row.properties.parent as string | null | undefined) ?? undefined

function ownSums({ properties }: Row): Sums {
  const sums: Record<string, number> = {}
  for (const name of SUMMED) if (typeof properties[name] === 'number') sums[name] = properties[name]
  return sums
}
