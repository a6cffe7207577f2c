/** A binary heap of entries by bound: the least comes out first. Two arrays, so that comparing touches numbers alone. */
export class BoundHeap<T> {
  readonly #bounds: number[] = []
  readonly #entries: T[] = []

  /** The least bound; Infinity when empty. */
  get least(): number {
    return this.#bounds.length === 0 ? Infinity : this.#bounds[0]!
  }

  push(bound: number, entry: T): void {
    const [bounds, entries] = [this.#bounds, this.#entries]
    let i = bounds.length
    bounds.push(bound)
    entries.push(entry)
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (bounds[parent]! <= bound) break
      bounds[i] = bounds[parent]!
      entries[i] = entries[parent]!
      i = parent
    }
    bounds[i] = bound
    entries[i] = entry
  }

  pop(): T | undefined {
    const [bounds, entries] = [this.#bounds, this.#entries]
    if (bounds.length === 0) return undefined
    const top = entries[0]
    const bound = bounds.pop()!
    const entry = entries.pop()!
    const { length } = bounds
    if (length === 0) return top
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= length) break
      if (child + 1 < length && bounds[child + 1]! < bounds[child]!) child++
      if (bounds[child]! >= bound) break
      bounds[i] = bounds[child]!
      entries[i] = entries[child]!
      i = child
    }
    bounds[i] = bound
    entries[i] = entry
    return top
  }
}
