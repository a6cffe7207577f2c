import { describe, expect, test } from 'vitest'
import { type DrawnRuns, touchedTiles } from './touched.ts'

/** A square of whole tiles at zoom 5, from column and row `from` to `to`, pulled in by 100 units. */
const square = (from: number, to: number): Int32Array => {
  const [a, b] = [from * 4096 + 100, to * 4096 - 100]
  return Int32Array.from([a, a, b, a, b, b, a, b])
}
const area = (...runs: Int32Array[]): DrawnRuns => ({ type: 3, runs })
function touched(before?: DrawnRuns, after?: DrawnRuns): string[] {
  const found = new Set<string>()
  touchedTiles(before, after, 5, 64, (x, y) => Boolean(found.add(`${x}/${y}`)))
  return [...found].sort()
}
const block = (from: number, to: number, without: (x: number, y: number) => boolean = () => false): string[] => {
  const out: string[] = []
  for (let x = from; x < to; x++) for (let y = from; y < to; y++) if (!without(x, y)) out.push(`${x}/${y}`)
  return out.sort()
}

describe('touchedTiles', () => {
  test('a new area touches its outline and all that lies inside', () => {
    expect(touched(undefined, area(square(3, 9)))).toEqual(block(3, 9))
    expect(touched(area(square(3, 9)), undefined)).toEqual(block(3, 9))
  })

  test('a hole that appears touches the hole only, and nothing touches nothing', () => {
    const outer = square(3, 13)
    expect(touched(area(outer), area(outer, square(5, 9)))).toEqual(block(5, 9))
    expect(touched(area(outer), area(outer))).toEqual([])
    expect(touched()).toEqual([])
  })

  test('an area that grows touches what it gained and the edges on both sides', () => {
    const inner = (x: number, y: number): boolean => x > 3 && x < 7 && y > 3 && y < 7
    expect(touched(area(square(3, 8)), area(square(2, 9)))).toEqual(block(2, 9, inner))
  })

  test('a ring that only begins elsewhere or runs the other way touches nothing', () => {
    const [a, b] = [4 * 4096, 6 * 4096]
    expect(touched(area(Int32Array.from([a, a, b, a, b, b])), area(Int32Array.from([b, b, b, a, a, a])))).toEqual([])
  })

  test('a line touches the tiles it meets, buffer included, and stops when the sink says so', () => {
    const line: DrawnRuns = { type: 2, runs: [Int32Array.from([4096 * 2 + 10, 4096 * 2 + 2000, 4096 * 5 + 10, 4096 * 2 + 2000])] }
    expect(touched(undefined, line)).toEqual(['1/2', '2/2', '3/2', '4/2', '5/2'])
    let calls = 0
    touchedTiles(undefined, line, 5, 64, () => ++calls < 2)
    expect(calls).toBe(2)
  })
})
