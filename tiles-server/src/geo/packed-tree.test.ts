import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { packedTree } from './packed-tree.ts'

const item = fc
  .tuple(
    fc.integer({ min: -50, max: 50 }),
    fc.integer({ min: -50, max: 50 }),
    fc.integer({ min: 0, max: 9 }),
    fc.integer({ min: 0, max: 9 }),
  )
  .map(([minX, minY, width, height]) => ({ minX, minY, maxX: minX + width, maxY: minY + height }))
type Item = { minX: number; minY: number; maxX: number; maxY: number }

const meets = (a: Item, b: Item): boolean => a.minX <= b.maxX && b.minX <= a.maxX && a.minY <= b.maxY && b.minY <= a.maxY

describe('a packed tree', () => {
  it('finds what a search through everything finds, also after insertions and removals', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 300 }),
        fc.array(item, { maxLength: 30 }),
        fc.array(item, { maxLength: 5 }),
        (items, more, boxes) => {
          const tree = packedTree(items)
          const removed = new Set(items.filter((_, i) => i % 3 === 0))
          for (const one of more) tree.insert(one)
          for (const one of removed) tree.remove(one)
          const left = [...items.filter(one => !removed.has(one)), ...more]
          for (const box of boxes) expect(new Set(tree.search(box))).toEqual(new Set(left.filter(one => meets(one, box))))
          expect(tree.all().length).toBe(left.length)
        },
      ),
    )
  })
})
