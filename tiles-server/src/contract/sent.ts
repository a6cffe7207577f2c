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

/** Text of 1 to `most` UTF-16 code units that a database can keep and one line can show: no control characters, no lone surrogates. */
export const lineOf = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]*$/u, 'must be text without control characters')

/** Text of any length up to `most` UTF-16 code units that a database can keep: no NUL, no lone surrogates. */
export const textOf = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\0\p{Surrogate}]*$/u, 'must be text without NUL and without lone surrogates')

/** A count, a version, a sequence number. */
export const Count = z.int().min(0)

/** West, south, east, north in degrees. */
export const Bbox = z
  .tuple([z.number(), z.number(), z.number(), z.number()])
  .meta({ id: 'Bbox', description: 'West, south, east, north in degrees.' })

const PAIR = {
  description: '[lon, lat] in degrees, WGS 84.',
  type: 'array',
  prefixItems: [{ type: 'number' }, { type: 'number' }],
  items: false,
  minItems: 2,
  maxItems: 2,
}

/** [lon, lat] in degrees, WGS 84; only ever answered, so nothing is checked. */
export const Place = z.custom<Position>().meta({ id: 'Place', ...PAIR })

/** [lon, lat] as a request has it; what is none is told as bad-geometry, by name, where it is used. */
export const AskedPlace = z.unknown().meta(PAIR)

/** A geometry as a request has it; what is none is told as bad-geometry where it is used. The schema it names is told with every feature. */
export const AskedGeometry = z.unknown().meta({ $ref: '#/$defs/Geometry' })
