import type { Geometry, Position } from 'geojson'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { importFile } from '../proofs/bulk.ts'
import { type RunningApp, startApp } from '../support/app.ts'

let app: RunningApp
beforeAll(async () => {
  app = await startApp()
})
afterAll(() => app.close())

/** Coordinates on a coarse grid that doubles hold exactly, so that geometries touch, share edges and coincide, and GEOS is exact too. */
const STEP = 0.125
const integer = (random: Random, below: number): number => Math.floor(random() * below)
const pick = <T>(random: Random, from: readonly T[]): T => from[integer(random, from.length)]!
const draw = (random: Random): Position => [integer(random, 7) * STEP, integer(random, 7) * STEP]
const square = (x: number, y: number, side: number): Position[] =>
  [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
    [0, 0],
  ].map(([dx, dy]) => [(x + dx! * side) * STEP, (y + dy! * side) * STEP])

/**
 * A step along an axis or a diagonal: such lines cross at whole and half steps. Elsewhere GEOS before 3.13 computes nodes that lie beside the line and
 * calls a part of it not within it.
 */
function step(random: Random, [x, y]: readonly number[]): Position {
  for (;;) {
    const [dx, dy] = [integer(random, 3) - 1, integer(random, 3) - 1]
    const length = 1 + integer(random, 4)
    const next = [x! + dx * length * STEP, y! + dy * length * STEP]
    if ((dx !== 0 || dy !== 0) && next.every(value => value >= 0 && value <= 6 * STEP)) return next
  }
}

/** A right triangle with two equal sides. */
function triangle(random: Random): Position[] {
  const side = (1 + integer(random, 3)) * STEP
  const [x, y] = [(3 + integer(random, 2)) * STEP, (3 + integer(random, 2)) * STEP]
  const [a, b] = [
    [x + pick(random, [-side, side]), y],
    [x, y + pick(random, [-side, side])],
  ]
  return [[x, y], a, b, [x, y]]
}

function line(random: Random): Position[] {
  const positions = [draw(random)]
  while (positions.length < 2 || random() < 0.6) positions.push(step(random, positions[positions.length - 1]!))
  return positions
}

const KINDS: readonly ((random: Random) => Geometry)[] = [
  random => ({ type: 'Point', coordinates: draw(random) }),
  random => ({ type: 'MultiPoint', coordinates: [draw(random), draw(random)] }),
  random => ({ type: 'LineString', coordinates: line(random) }),
  random => ({ type: 'MultiLineString', coordinates: [line(random), line(random)] }),
  random => ({ type: 'Polygon', coordinates: [triangle(random)] }),
  random => ({ type: 'Polygon', coordinates: [square(integer(random, 4), integer(random, 4), 1 + integer(random, 3))] }),
  // With a hole that a square of the kind before may fill.
  random => ({
    type: 'Polygon',
    coordinates: [square(0, 0, 5 + integer(random, 2)), square(1 + integer(random, 2), 1, 1 + integer(random, 3))],
  }),
  random => ({
    type: 'MultiPolygon',
    coordinates: [[square(0, 0, 1 + integer(random, 2))], [square(3, integer(random, 3), 1 + integer(random, 3))]],
  }),
]

const text = (value: unknown): string => {
  const list = value as unknown[]
  return typeof list[0] === 'number' ? list.join(' ') : `(${list.map(text).join(', ')})`
}
const wkt = (geometry: Geometry): string => {
  if (geometry.type === 'GeometryCollection') throw new Error('no collections here')
  return `${geometry.type.toUpperCase()}${text(geometry.type === 'Point' ? [geometry.coordinates] : geometry.coordinates)}`
}

it('spatial functions select what PostGIS selects, of any geometry, also where they touch, share edges and coincide', async () => {
  const random = seededRandom(11)
  const features = Array.from({ length: 240 }, (_, i) => ({
    type: 'Feature',
    id: `f${i}`,
    geometry: KINDS[i % KINDS.length]!(random),
    properties: { n: i },
  }))
  const body = features.map(feature => JSON.stringify(feature)).join('\n')
  const report = await importFile(
    app.url,
    { name: 'shapes.ndjson', type: 'application/x-ndjson', body },
    { layer: 'shapes', partial: 'true' },
  )
  expect(report.stored).toBeGreaterThan(200)
  let selected = 0
  for (let i = 0; i < 120; i++) {
    const literal = i % 3 === 0 ? features[integer(random, features.length)]!.geometry : pick(random, KINDS)(random)
    for (const relation of ['Intersects', 'Disjoint', 'Within', 'Contains', 'Equals']) {
      const filter = `S_${relation.toUpperCase()}(geometry, ${wkt(literal)})`
      const answer = await fetch(`${app.url}/api/layers/shapes/features?limit=1000&filter=${encodeURIComponent(filter)}`)
      if (!answer.ok) {
        // Rings that the drawing made cross or overlap: no valid geometry.
        expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('not valid')])
        continue
      }
      const found = ((await answer.json()) as { features: { id: string }[] }).features.map(feature => feature.id)
      const { rows } = await app.store.knex.raw<{ rows: { id: string }[] }>(
        `select id from feature where layer = 'shapes' and ST_${relation}(geom, ST_GeomFromText(?, 4326)) order by id`,
        [wkt(literal)],
      )
      expect([filter, found]).toEqual([filter, rows.map(row => row.id)])
      selected += found.length
    }
  }
  expect(selected).toBeGreaterThan(5_000)
})
