import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CellOrder } from './cell-order.ts'
import { CELL_BITS, LAST } from './cluster.ts'

interface Point {
  readonly slot: number
  readonly x: number
  readonly y: number
}
const ACROSS = 2 ** (LAST + CELL_BITS)
const weightOf = (slot: number): number => 1 + (slot % 7)

/** Points that crowd together at several scales: at the corners of the world, and about the middle, where every bit of a cell changes. */
const coordinate = fc.oneof(
  fc.integer({ min: 0, max: 5 }),
  fc.integer({ min: ACROSS - 3, max: ACROSS - 1 }),
  fc.integer({ min: ACROSS / 2 - 40, max: ACROSS / 2 + 40 }),
  fc.integer({ min: 0, max: ACROSS - 1 }),
)

function expectSame(order: CellOrder, points: readonly Point[], zoom: number): void {
  const cellAt = (at: number, { x, y }: Point): string => `${x >> (LAST - at)}/${y >> (LAST - at)}`
  const tiles = new Map<string, Point[]>()
  for (const point of points) {
    const key = `${point.x >> (LAST - zoom + CELL_BITS)}/${point.y >> (LAST - zoom + CELL_BITS)}`
    tiles.set(key, [...(tiles.get(key) ?? []), point])
  }
  for (const [key, own] of tiles) {
    const tile = [zoom, ...key.split('/').map(Number)] as [number, number, number]
    const slots: number[] = []
    order.eachSlot(tile, slot => slots.push(slot))
    expect(slots.sort((a, b) => a - b)).toEqual(own.map(({ slot }) => slot).sort((a, b) => a - b))
    expect(order.count(tile)).toBe(own.length)
    const left = new Set(own.map(point => cellAt(zoom, point)))
    order.eachCell(tile, ({ total, x, y, slot, opens }) => {
      const members = own.filter(point => cellAt(zoom, point) === `${x}/${y}`)
      expect(left.delete(`${x}/${y}`)).toBe(true)
      expect([...total]).toEqual([members.length, members.reduce((sum, member) => sum + weightOf(member.slot), 0)])
      expect(members.map(member => member.slot)).toContain(slot)
      const cells = (at: number): number => new Set(members.map(member => cellAt(at, member))).size
      for (let at = zoom + 1; at < opens; at++) expect(cells(at)).toBe(1)
      if (opens <= LAST) expect(cells(opens)).toBeGreaterThan(1)
    })
    expect(left.size).toBe(0)
  }
  const elsewhere: [number, number, number] = [LAST, 12_345, 9_999]
  expect(order.count(elsewhere)).toBe(points.filter(({ x, y }) => x >> CELL_BITS === 12_345 && y >> CELL_BITS === 9_999).length)
}

test('adds up the points of every cell at every zoom, whatever came and went, many in one cell too', () => {
  const step = fc.record({ x: coordinate, y: coordinate, times: fc.constantFrom(1, 1, 1, 5, 200), remove: fc.nat() })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 0, max: LAST }), (steps, zoom) => {
      const order = new CellOrder(2, (slot, into, way) => {
        into[0]! += way
        into[1]! += way * weightOf(slot)
      })
      const points: Point[] = []
      const free: number[] = []
      for (const { x, y, times, remove } of steps) {
        for (let i = 0; i < times; i++) {
          const slot = free.pop() ?? points.length
          order.add(slot, x, y)
          points.push({ slot, x, y })
        }
        // A slot that became free is used again.
        for (let i = 0; i < (remove % 3) * 40 && points.length > 0; i++) {
          const [gone] = points.splice(remove % points.length, 1)
          order.remove(gone!.slot, gone!.x, gone!.y)
          free.push(gone!.slot)
        }
      }
      expectSame(order, points, zoom)
    }),
    { numRuns: 200 },
  )
})
