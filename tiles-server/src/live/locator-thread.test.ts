import { expect, it } from 'vitest'
import { buildCellIndex } from '../geo/index.ts'
import { buildAside } from './locator-thread.ts'

/** Squares side by side, as rings on the lattice. */
const squares = (count: number): Int32Array[][] =>
  Array.from({ length: count }, (_, i) => [Int32Array.from([i, 0, i + 1, 0, i + 1, 1, i, 1].map(step => step * 1_000))])

it('builds what building here does, in a thread for many faces and without one for few', async () => {
  for (const count of [0, 3, 4_000]) expect(await buildAside(squares(count))).toEqual(buildCellIndex(squares(count)))
})
