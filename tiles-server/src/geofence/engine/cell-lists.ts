import { pointInEdges } from '../../geo/index.ts'
import type { Zone } from './fence.ts'

/** A zone whose rim may come into a cell, and what decides whether a place in the cell is inside of it. */
export interface Rim {
  readonly zone: number
  /** The only edges that can count for places in the cell; undefined: the zone's shape has to be asked. */
  readonly edges: Int32Array | undefined
  /** Whether a place for which none of them counts is inside. */
  readonly isElseInside: boolean
}

/** In place of a length: the shape has to be asked. */
const ASK = -1

/**
 * What cells say, as whole numbers in one array: most fixes come into a cell that is in no cache any more, and so all of it is fetched at once. A list is known
 * by where it begins: how many zones hold all of the cell; how many rims may come into it; the numbers of those zones; and of each rim the number of its zone,
 * twice the length of its edges here, one more where it is inside without them (or `ASK`), and the edges.
 */
export class CellLists {
  /** Begins at 1: 0 is no list. */
  #used = 1
  #numbers = new Int32Array(1 << 12)

  get size(): number {
    return this.#used
  }

  add(within: readonly number[], rims: readonly Rim[]): number {
    const list = this.#used
    this.#grow(2 + within.length + rims.reduce((sum, { edges }) => sum + 2 + (edges?.length ?? 0), 0))
    const numbers = this.#numbers
    numbers[list] = within.length
    numbers[list + 1] = rims.length
    let at = list + 2
    for (const zone of within) numbers[at++] = zone
    for (const { zone, edges, isElseInside } of rims) {
      numbers[at++] = zone
      numbers[at++] = edges ? edges.length * 2 + Number(isElseInside) : ASK
      if (edges) numbers.set(edges, at)
      at += edges?.length ?? 0
    }
    return list
  }

  hasRims(list: number): boolean {
    return this.#numbers[list + 1]! > 0
  }

  isEmpty(list: number): boolean {
    return this.#numbers[list] === 0 && !this.hasRims(list)
  }

  /** Puts the zones that hold a place of a cell into `found`, in their order there; answers how many. `x`, `y`: the place on the lattice. */
  holding(list: number, zones: readonly Zone[], x: number, y: number, lon: number, lat: number, found: Zone[]): number {
    const numbers = this.#numbers
    let count = 0
    let at = list + 2
    for (const end = at + numbers[list]!; at < end; at++) found[count++] = zones[numbers[at]!]!
    for (let left = numbers[list + 1]!; left > 0; left--) {
      const zone = numbers[at]!
      const coded = numbers[at + 1]!
      const from = at + 2
      at = coded === ASK ? from : from + (coded >> 1)
      const isHeld =
        coded === ASK ? zones[zone]!.shape.holds(x, y, lon, lat) : pointInEdges(x, y, numbers, from, at) !== ((coded & 1) === 1)
      if (isHeld) found[count++] = zones[zone]!
    }
    return count
  }

  #grow(count: number): void {
    if (this.#used + count > this.#numbers.length) {
      const more = new Int32Array(2 * (this.#used + count))
      more.set(this.#numbers)
      this.#numbers = more
    }
    this.#used += count
  }
}
