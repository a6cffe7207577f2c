import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type CameraView, inView } from './camera-view.ts'
import { type CellRows, cellAt, columnCentre, columnSteps, hasCell, rowCentre } from './cell-rows.ts'
import { cellsInView, type NearObstacle } from './cells-in-view.ts'
import { fromLattice, toLattice } from './lattice.ts'
import { eastOf, localPlane, lonBetween, northOf } from './local-plane.ts'
import { hiddenFrom, type Obstacle, touchesObstacle } from './sight-line.ts'

/** Metres as degrees near a latitude: roughly, which is all that is needed to make up scenes. */
const degrees = (lat: number, east: number, north: number) => [east / (111_320 * Math.cos((lat * Math.PI) / 180)), north / 110_574] as const

const place = fc.constantFrom([116.3971, 39.9083], [121.5, 31.00004], [-180, 12.5], [179.9999, -45], [0, 0], [10, 88.2], [-0.0002, -0.0001])
const tenths = (least: number, most: number) => fc.integer({ min: 10 * least, max: 10 * most }).map(value => value / 10)
const metres = (most: number) => tenths(-most, most)
const view = fc.record({
  azimuth: tenths(0, 360),
  uncertainty: fc.constantFrom(0, 22.5),
  fov: fc.constantFrom(10, 60, 180, 270, 360),
  near: fc.constantFrom(0, 12),
  range: tenths(1, 80),
})
/** Footprints around a middle, anywhere and of any shape that a few corners make; some have a courtyard. */
const building = fc.record({
  middle: fc.tuple(metres(70), metres(70)),
  corners: fc.array(fc.tuple(metres(30), metres(30)), { minLength: 3, maxLength: 7 }),
  isHollow: fc.boolean(),
  height: fc.constantFrom(Number.NaN, 1, 3, 5, 9, 60),
})

type Building = typeof building extends fc.Arbitrary<infer T> ? T : never

function obstacleOf([lon, lat]: readonly number[], { middle, corners, isHollow, height }: Building): NearObstacle {
  const ring = (scale: number) =>
    Float64Array.from(
      corners.flatMap(([x, y]) => {
        const [dx, dy] = degrees(lat!, middle[0] + scale * x, middle[1] + scale * y)
        return [lon! + dx, lat! + dy]
      }),
    )
  const rings = isHollow ? [ring(1), ring(0.4)] : [ring(1)]
  const xs = rings.flatMap(each => [...each].filter((_, i) => i % 2 === 0))
  const ys = rings.flatMap(each => [...each].filter((_, i) => i % 2 === 1))
  // A building beyond the antimeridian is stored a whole turn off.
  const shift = Math.min(...xs) > 180 ? 360 : Math.max(...xs) < -180 ? -360 : 0
  const obstacle: Obstacle = { height, rings: rings.map(each => each.map((value, i) => (i % 2 === 0 ? value - shift : value))) }
  return { obstacle, shift, box: [Math.min(...xs) - shift, Math.min(...ys), Math.max(...xs) - shift, Math.max(...ys)] }
}

const cellsOf = ({ first, starts, runs }: CellRows): string[] => {
  const cells: string[] = []
  for (let i = 0; i + 1 < starts.length; i++) {
    for (let at = starts[i]!; at < starts[i + 1]!; at += 2) for (let c = runs[at]!; c < runs[at + 1]!; c++) cells.push(`${first + i}/${c}`)
  }
  return cells
}

/** Each cell around asked by itself. */
function askedOneByOne([lon, lat]: readonly number[], height: number, seen: CameraView, near: readonly NearObstacle[]): string[] {
  const plane = localPlane(lon!, lat!)
  const hiding = near.filter(({ obstacle, shift }) => !touchesObstacle(obstacle, lon! - shift, lat!))
  const [dx, dy] = degrees(lat!, 95, 95)
  const cells: string[] = []
  const [south] = cellAt(0, toLattice(lat! - dy))
  const [north] = cellAt(0, toLattice(lat! + dy))
  for (let row = south; row <= north; row++) {
    const [steps, y] = [columnSteps(row), fromLattice(rowCentre(row))]
    const from = Math.floor(toLattice(lon! - dx) / steps)
    for (let column = from; columnCentre(column, steps) <= toLattice(lon! + dx); column++) {
      const x = columnCentre(column, steps)
      if (x >= toLattice(-180) && x <= toLattice(180) && isSeen(x)) cells.push(`${row}/${column}`)
    }
    // Columns are counted from Greenwich either way, so those beyond the antimeridian do not line up.
    const turn = lon! - dx < -180 ? 360 : lon! + dx > 180 ? -360 : 0
    if (turn === 0) continue
    const [west, east] = turn > 0 ? [lon! - dx + 360, 180] : [-180, lon! + dx - 360]
    for (let column = Math.floor(toLattice(west) / steps); columnCentre(column, steps) <= toLattice(east); column++) {
      const x = columnCentre(column, steps)
      if (x >= toLattice(-180) && isSeen(x)) cells.push(`${row}/${column}`)
    }
    function isSeen(x: number): boolean {
      const [dLon, dLat] = [lonBetween(plane.lon, fromLattice(x)), y - plane.lat]
      if (inView(seen, eastOf(plane, dLon, dLat), northOf(plane, dLon, dLat)) === 0) return false
      return !hiding.some(({ obstacle, shift }) => {
        const from = { lon: plane.lon - shift, lat: plane.lat, height }
        return hiddenFrom(from, { lon: plane.lon + dLon - shift, lat: y, height: 1.5 }, obstacle) >= 0
      })
    }
  }
  return cells
}

it('sees the cells that are seen when each is asked by itself', () => {
  let [seen, hidden] = [0, 0]
  fc.assert(
    fc.property(place, view, fc.constantFrom(Number.NaN, 1, 6), fc.array(building, { maxLength: 4 }), (at, wanted, height, buildings) => {
      const near = buildings.map(each => obstacleOf(at, each))
      const eye = { plane: localPlane(at[0], at[1]), height }
      const cells = cellsInView(eye, wanted, 1.5, near)
      const expected = askedOneByOne(at, height, wanted, near)
      expect(cellsOf(cells).sort()).toEqual(expected.sort())
      seen += expected.length
      hidden += askedOneByOne(at, height, wanted, []).length - expected.length
    }),
    { numRuns: 300 },
  )
  // Neither open fields nor walls alone.
  expect(Math.min(seen, hidden)).toBeGreaterThan(1_000)
})

it('knows where its cells are', () => {
  const cells = cellsInView(
    { plane: localPlane(121.5, 31.4), height: 6 },
    { azimuth: 0, uncertainty: 0, fov: 360, near: 0, range: 50 },
    1.5,
    [],
  )
  const [row, column] = cellAt(toLattice(121.5), toLattice(31.4))
  expect([hasCell(cells, row, column), hasCell(cells, row + 9, column), hasCell(cells, row + 11, column)]).toEqual([true, true, false])
  expect([hasCell(cells, row, column - 9), hasCell(cells, row, column - 11), hasCell(cells, row - 1_000, column)]).toEqual([
    true,
    false,
    false,
  ])
  // A disc of 50 m in cells of 25 square metres.
  expect(Math.abs(cellsOf(cells).length - (Math.PI * 2500) / 25)).toBeLessThan(20)
})
