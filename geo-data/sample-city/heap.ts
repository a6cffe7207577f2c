/** A binary heap: the entry with the smallest key comes out first; equal keys in order of arrival. */
export class Heap<T> {
  private readonly entries: { key: number; order: number; value: T }[] = []
  private count = 0

  push(key: number, value: T): void {
    const { entries } = this
    entries.push({ key, order: this.count++, value })
    let i = entries.length - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.before(i, parent)) break
      this.swap(i, parent)
      i = parent
    }
  }

  pop(): { key: number; value: T } | undefined {
    const { entries } = this
    const top = entries[0]
    const last = entries.pop()
    if (!top || !last || entries.length === 0) return top
    entries[0] = last
    for (let i = 0; ; ) {
      let least = i
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < entries.length && this.before(child, least)) least = child
      if (least === i) return top
      this.swap(i, least)
      i = least
    }
  }

  private before(a: number, b: number): boolean {
    const x = this.entries[a]!
    const y = this.entries[b]!
    return x.key < y.key || (x.key === y.key && x.order < y.order)
  }

  private swap(a: number, b: number): void {
    const x = this.entries[a]!
    this.entries[a] = this.entries[b]!
    this.entries[b] = x
  }
}
