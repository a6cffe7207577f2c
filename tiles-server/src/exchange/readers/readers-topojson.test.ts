import { describe, expect, it } from 'vitest'
import { listEntries } from './format.ts'
import { bytesSource, failure, readAll } from './readers-support.ts'

const topology = (
  objects: object,
  arcs: unknown = [
    [
      [0, 0],
      [1, 0],
      [0, 1],
    ],
    [
      [1, 1],
      [-1, 0],
      [0, -1],
    ],
  ],
  more: object = {},
) =>
  bytesSource(
    Buffer.from(JSON.stringify({ type: 'Topology', transform: { scale: [0.5, 0.5], translate: [100, 20] }, objects, arcs, ...more })),
    'x.json',
  )
const square = { type: 'Polygon', arcs: [[0, 1]], id: 'a', properties: { n: 1 } }
const collection = (...geometries: object[]) => ({ type: 'GeometryCollection', geometries })

describe('TopoJSON', () => {
  it('expands quantised arcs, each object an entry', async () => {
    const source = topology({ units: collection(square, { type: null }), spot: { type: 'Point', coordinates: [2, 2] } })
    expect(await listEntries(source)).toEqual([
      { name: 'units', rows: 2 },
      { name: 'spot', rows: 1 },
    ])
    expect((await failure(readAll(source))).extra).toMatchObject({ rule: 'entry', entries: ['units', 'spot'] })
    const { rows, info } = await readAll(source, { entry: 'units' })
    expect(rows[0]).toMatchObject({
      row: 1,
      id: 'a',
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [100, 20],
            [100.5, 20],
            [100.5, 20.5],
            [100, 20.5],
            [100, 20],
          ],
        ],
      },
    })
    expect([rows[0]!.properties.get('n'), rows[1]!.geometry, info.format]).toEqual([1, null, 'topojson'])
    expect((await readAll(source, { entry: 'spot' })).rows[0]!.geometry).toEqual({ type: 'Point', coordinates: [101, 21] })
  })

  it('tells the row of a broken object', async () => {
    const broken = [
      { type: 'Polygon', arcs: [[2]] },
      { type: 'Polygon', arcs: [[-3]] },
      { type: 'Polygon', arcs: [[0.5]] },
      { type: 'Polygon', arcs: [[]] },
      { type: 'Polygon' },
      { type: 'Circle', arcs: [0] },
      { type: 'Point', coordinates: ['1', 2] },
      { type: 'MultiPoint', coordinates: 5 },
      { type: 'GeometryCollection' },
    ]
    const { rows } = await readAll(topology({ a: collection(square, ...broken, square) }))
    expect(rows.map(row => row.problem?.rule)).toEqual([undefined, ...broken.map(() => 'topojson'), undefined])
  })

  it('refuses what expands to too much', async () => {
    const arc = Array.from({ length: 1000 }, () => [1, 1])
    const geometry = { type: 'LineString', arcs: Array.from({ length: 1000 }, () => 0) }
    const error = await failure(readAll(topology({ a: collection(...Array.from({ length: 100 }, () => geometry)) }, [arc])))
    expect(error.extra.rule).toBe('size')
  })

  it.each([
    ['no objects', topology([] as object), 'topojson'],
    ['no arcs', topology({ a: square }, null), 'topojson'],
    ['a broken transform', topology({ a: square }, [], { transform: { scale: 'x', translate: [0, 0] } }), 'topojson'],
    ['no layer', topology({}), 'empty'],
    ['truncated', bytesSource(Buffer.from('{"type":"Topology","objects":{'), 'x.json'), 'format'],
  ])('refuses %s', async (_, source, rule) => expect((await failure(readAll(source))).extra.rule).toBe(rule))
})
