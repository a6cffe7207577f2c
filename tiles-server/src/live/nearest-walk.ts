import type { LiveFeature } from './types.ts'

/** A node of RBush's tree, or one of the features in its leaves. */
interface Entry {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
  readonly children?: readonly Entry[]
}

/** Gives the distance below which nothing in a box is. */
export type BoxBound = (west: number, south: number, east: number, north: number) => number

/**
 * The features of an R-tree in ascending order of the bound of their boxes: best-first (Hjaltason and Samet, "Distance browsing in spatial databases",
 * 1999). Of one moment: use it up within one turn of the event loop.
 */
export class NearestWalk {
  readonly #bound: BoxBound
  /** A binary heap by key, in two arrays. */
  readonly #keys: number[] = []
  readonly #entries: Entry[] = []
  /** What lies beyond is passed over; may be lowered on the way. */
  limit: number
  /** Boxes looked at. */
  looked = 0

  constructor(root: Entry, bound: BoxBound, limit: number) {
    this.#bound = bound
    this.limit = limit
    this.#offer(root)
  }

  /** The bound that nothing still to come is below; Infinity at the end. */
  get bound(): number {
    return this.#keys[0] ?? Infinity
  }

  /** The next feature, undefined at the end. */
  next(): LiveFeature | undefined {
    for (;;) {
      const entry = this.#pop()
      if (!entry?.children) return entry as LiveFeature | undefined
      for (const child of entry.children) this.#offer(child)
    }
  }

  #offer(entry: Entry): void {
    // An empty tree's root has no extent.
    if (entry.minX > entry.maxX) return
    this.looked++
    const key = this.#bound(entry.minX, entry.minY, entry.maxX, entry.maxY)
    if (key > this.limit) return
    const [keys, entries] = [this.#keys, this.#entries]
    let i = keys.length
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (keys[parent]! <= key) break
      keys[i] = keys[parent]!
      entries[i] = entries[parent]!
      i = parent
    }
    keys[i] = key
    entries[i] = entry
  }

  #pop(): Entry | undefined {
    const [keys, entries] = [this.#keys, this.#entries]
    const top = entries[0]
    const key = keys.pop()
    const entry = entries.pop()
    if (keys.length === 0 || key === undefined) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= keys.length) break
      if (child + 1 < keys.length && keys[child + 1]! < keys[child]!) child++
      if (keys[child]! >= key) break
      keys[i] = keys[child]!
      entries[i] = entries[child]!
      i = child
    }
    keys[i] = key
    entries[i] = entry!
    return top
  }
}
