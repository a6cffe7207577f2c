import fc from 'fast-check'
import { expect, it } from 'vitest'
import { areaOfBoth, type CellRows, cellArea, cellsIn, columnCentre, columnSteps, hasCell, rowCentre, unionOf } from './cell-rows.ts'

/** Whether a point lies in a ring by the half-open rule, in whole numbers that cannot round. */
function isIn(x: number, y: number, ring: Int32Array): boolean {
  let inside = false
  for (let i = 0, j = ring.length - 2; i < ring.length; j = i, i += 2) {
    let [ax, ay, bx, by] = [ring[j]!, ring[j + 1]!, ring[i]!, ring[i + 1]!].map(BigInt) as [bigint, bigint, bigint, bigint]
    if (ay > by) [ax, ay, bx, by] = [bx, by, ax, ay]
    const [px, py] = [BigInt(x), BigInt(y)]
    if (ay > py !== by > py && (ax - px) * (by - py) - (ay - py) * (bx - px) > 0n) inside = !inside
  }
  return inside
}

/** Corners on a coarse lattice, so that many lie in line with centres; near the equator and where a degree of latitude begins. */
const ring = fc
  .tuple(
    fc.constantFrom([1_215_000_000, 310_000_000], [0, 0], [-1_800_000_000, -449_999_000]),
    fc.array(fc.tuple(fc.integer({ min: -12, max: 12 }), fc.integer({ min: -12, max: 12 })), { minLength: 3, maxLength: 8 }),
    fc.constantFrom(225, 450, 77),
  )
  .map(([[x, y], corners, scale]) => Int32Array.from(corners.flatMap(([dx, dy]) => [x + dx * scale, y + dy * scale])))

it('has the cells whose centre lies in the rings', () => {
  fc.assert(
    fc.property(fc.array(ring, { minLength: 1, maxLength: 2 }), rings => {
      const cells = cellsIn(rings)
      const expected = new Map<string, number>()
      const got = new Set<string>()
      for (const [x, y] of rings as Iterable<ArrayLike<number> & Iterable<number>>) {
        for (let row = Math.floor(y! / 450) - 26; row <= Math.floor(y! / 450) + 26; row++) {
          const steps = columnSteps(row)
          for (let column = Math.floor(x! / steps) - 26; column <= Math.floor(x! / steps) + 26; column++) {
            const [cx, cy] = [columnCentre(column, steps), rowCentre(row)]
            const name = `${row}/${column}`
            if (rings.filter(each => isIn(cx, cy, each)).length % 2 === 1) expected.set(name, cellArea(row))
            if (hasCell(cells, row, column)) got.add(name)
          }
        }
      }
      expect([...got].sort()).toEqual([...expected.keys()].sort())
      const area = [...expected.values()].reduce((sum, each) => sum + each, 0)
      expect(areaOfBoth(cells, cells)).toEqual({ area, both: area })
    }),
    { numRuns: 40 },
  )
})

const rowsOf = (first: number, rows: readonly (readonly [number, number][])[]): CellRows => {
  const runs = rows.map(row => row.flat())
  let end = 0
  return { first, starts: Int32Array.from([0, ...runs.map(row => (end += row.length))]), runs: Int32Array.from(runs.flat()) }
}
const cells = fc
  .tuple(fc.integer({ min: -3, max: 3 }), fc.array(fc.uniqueArray(fc.integer({ min: -9, max: 9 }), { maxLength: 6 }), { maxLength: 5 }))
  .map(([first, rows]) =>
    rowsOf(
      first,
      rows.map(row => {
        const ends = row.sort((a, b) => a - b)
        return Array.from({ length: Math.floor(ends.length / 2) }, (_, i): [number, number] => [ends[2 * i]!, ends[2 * i + 1]!])
      }),
    ),
  )

it('joins cells, and counts those of two in common by their area', () => {
  fc.assert(
    fc.property(fc.array(cells, { maxLength: 4 }), cells, (all, other) => {
      const union = unionOf(all, -2, 4)
      const wrong: string[] = []
      let [area, both] = [0, 0]
      for (let row = -10; row < 10; row++) {
        for (let column = -12; column < 12; column++) {
          const isAny = row >= -2 && row < 4 && all.some(each => hasCell(each, row, column))
          if (hasCell(union, row, column) !== isAny) wrong.push(`${row}/${column}`)
          if (!hasCell(other, row, column)) continue
          area += cellArea(row)
          if (isAny) both += cellArea(row)
        }
      }
      expect({ wrong, ...areaOfBoth(other, union) }).toEqual({ wrong: [], area, both })
    }),
    { numRuns: 300 },
  )
})

it('has cells of 25 square metres everywhere', () => {
  for (const lat of [-80.2, -45.9, 0.1, 30.99, 31.01, 59.5]) {
    expect(Math.abs(cellArea(Math.floor((lat * 1e7) / 450)) / 250_000 - 1)).toBeLessThan(lat < -80 ? 0.06 : 0.025)
  }
})
