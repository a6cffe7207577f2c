import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bboxOf, type Geometry } from '../geo/index.ts'
import { GeometryPage } from './geometry-page.ts'
import { writeWkb } from './wkb.ts'

const position = fc.tuple(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true })).map(p => [...p])
const line = fc.array(position, { maxLength: 5 })
const rings = fc.array(line, { maxLength: 3 })
const simple: fc.Arbitrary<Geometry> = fc.oneof(
  position.map(coordinates => ({ type: 'Point' as const, coordinates })),
  line.map(coordinates => ({ type: 'MultiPoint' as const, coordinates })),
  line.map(coordinates => ({ type: 'LineString' as const, coordinates })),
  rings.map(coordinates => ({ type: 'MultiLineString' as const, coordinates })),
  rings.map(coordinates => ({ type: 'Polygon' as const, coordinates })),
  fc.array(rings, { maxLength: 3 }).map(coordinates => ({ type: 'MultiPolygon' as const, coordinates })),
)
const geometry = fc.oneof(
  simple,
  fc.array(simple, { maxLength: 3 }).map(geometries => ({ type: 'GeometryCollection' as const, geometries })),
)

it('a page gives back each geometry and its bounds, empty ones too, and keeps no larger buffer', () => {
  fc.assert(
    fc.property(fc.array(geometry, { maxLength: 8 }), fc.integer({ min: 1, max: 100 }), (geometries, lead) => {
      const whole = Buffer.concat([Buffer.alloc(lead), ...geometries.map(writeWkb)])
      const page = new GeometryPage(whole.subarray(lead), geometries.length)
      whole.fill(0xff)
      for (const [i, own] of geometries.entries()) {
        expect(page.geometry(i)).toEqual(own)
        expect([...page.boxes.subarray(4 * i, 4 * i + 4)]).toEqual(bboxOf(own) ?? [Infinity, Infinity, -Infinity, -Infinity])
      }
    }),
  )
})
