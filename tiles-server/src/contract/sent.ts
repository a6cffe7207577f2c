import type { Geometry, Position } from 'geojson'
import { z } from 'zod'

/** What goes over the wire, as both ends see it: nobody changes it. */
export type Sent<T> = unknown extends T
  ? T
  : T extends Geometry | string | number | boolean | null | undefined
    ? T
    : T extends readonly unknown[]
      ? { readonly [Index in keyof T]: Sent<T[Index]> }
      : { readonly [Member in keyof T]: Sent<T[Member]> }

/** RFC 3339. */
export const Time = z.string().meta({ format: 'date-time' })

/** A count, a version, a sequence number. */
export const Count = z.int().min(0)

/** West, south, east, north in degrees. */
export const Bbox = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .meta({ id: 'Bbox', description: 'West, south, east, north in degrees.' })

/** [lon, lat] in degrees, WGS 84; only ever answered, so nothing is checked. */
export const Place = z.custom<Position>().meta({
  id: 'Place',
  description: '[lon, lat] in degrees, WGS 84.',
  type: 'array',
  prefixItems: [{ type: 'number' }, { type: 'number' }],
  items: false,
  minItems: 2,
  maxItems: 2,
})

/** A position that is asked about. Whoever takes it checks it, to name what is wrong, or to refuse it alone. */
export const EachPlace = z
  .unknown()
  .meta({ type: 'array', items: { type: 'number' }, minItems: 2, maxItems: 2, description: '[lon, lat].' })
