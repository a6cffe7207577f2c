import { describe, expect, it } from 'vitest'
import { createFreshness, type TileId, tileOf } from './freshness.ts'

const A: TileId = { z: 14, x: 1, y: 2 }
const B: TileId = { z: 14, x: 1, y: 3 }

function watch() {
  const asked: TileId[][] = []
  let reloads = 0
  const fresh = createFreshness(
    tiles => asked.push(tiles),
    () => reloads++,
  )
  return { fresh, asked, reloads: () => reloads }
}

describe('tile freshness', () => {
  it('asks for changed tiles at once, and is done when the load begins', () => {
    const { fresh, asked } = watch()
    fresh.changed([A])
    fresh.started(A)
    fresh.rested()
    expect(asked).toEqual([[A]])
  })

  it('asks again at rest for tiles that were not in view or were skipped in their first load', () => {
    const { fresh, asked } = watch()
    fresh.changed([A, B])
    fresh.started(A)
    fresh.rested()
    expect(asked).toEqual([[A, B], [B]])
  })

  it('does not trust a load that overlaps an older one: the older answer may arrive last', () => {
    const { fresh, asked } = watch()
    fresh.started(A)
    fresh.changed([A])
    fresh.started(A)
    fresh.rested()
    expect(asked).toEqual([[A], [A]])
    fresh.started(A)
    expect(fresh.size).toBe(0)
  })

  it('a load that ended before the change does not count as overlapping', () => {
    const { fresh } = watch()
    fresh.started(A)
    fresh.ended(A)
    fresh.changed([A])
    fresh.started(A)
    expect(fresh.size).toBe(0)
  })

  it('does not trust a load that was under way when everything was asked for anew', () => {
    const { fresh, asked } = watch()
    fresh.started(A)
    fresh.cleared()
    fresh.started(A)
    fresh.started(B)
    fresh.rested()
    expect(asked).toEqual([[A]])
    fresh.started(A)
    expect(fresh.size).toBe(0)
  })

  it('reloads the source when too many tiles are old', () => {
    const { fresh, reloads } = watch()
    fresh.changed(Array.from({ length: 5001 }, (_, x) => ({ z: 16, x, y: 0 })))
    expect([reloads(), fresh.size]).toEqual([1, 0])
  })

  it.each([
    ['http://h/tiles/master/14/1/2.mvt', { z: 14, x: 1, y: 2 }],
    ['/tiles/a,b/0/0/0.mvt?filter=x', { z: 0, x: 0, y: 0 }],
    ['/tiles/master.json', null],
  ])('reads the address of %s', (url, tile) => expect(tileOf(url)).toEqual(tile))
})
