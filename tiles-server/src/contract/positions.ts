import { z } from 'zod'
import { Count, type Sent, Time } from './sent.ts'

/** Most positions of one JSON body; NDJSON has no end. */
export const MOST_POSITIONS = 10_000
/** Rejected records that an answer tells one by one. */
export const MOST_REJECTED = 1_000

/** Ids of objects are made as those of features are: a patrol reports under its own. */
const ObjectId = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?!\.{1,2}$)[^\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]*$/u, 'must be printable characters, and not a path segment of dots')
  .describe('Opaque id of what reports: that of a patrol, or of anything else.')

const Lon = z.number().min(-180).max(180).describe('Degrees, WGS 84.')
const Lat = z.number().min(-90).max(90).describe('Degrees, WGS 84.')

/** A position 定位 as it is sent: where an object was at a time, degrees in WGS 84. Null stands for absent. */
export const PositionInput = z
  .strictObject({
    object: ObjectId,
    time: Time.describe('When it was there: RFC 3339 with offset; digits below the millisecond are dropped.'),
    lon: Lon,
    lat: Lat,
    accuracy: z.number().min(0).max(1_000_000).nullish().describe('Radius of what the place is known to, in metres.'),
    speed: z.number().min(0).max(100_000).nullish().describe('Metres a second.'),
    heading: z.number().min(0).max(360).nullish().describe('Degrees clockwise from true north.'),
  })
  .meta({ id: 'PositionInput' })
export type PositionInput = z.infer<typeof PositionInput>

/** Each is checked by itself, so that a bad one is told and the others are taken. */
export const PositionBatch = z
  .array(z.unknown().meta({ $ref: '#/$defs/PositionInput' }))
  .max(MOST_POSITIONS)
  .meta({ id: 'PositionBatch' })

const RejectedPosition = z
  .object({
    index: Count.describe('Place in the array, or lines before it.'),
    code: z.string(),
    detail: z.string(),
  })
  .meta({ id: 'RejectedPosition' })

/** What became of positions that were sent. Every count but `rejectedCount` is of those accepted: they are committed. */
export const PositionReceipt = z
  .object({
    accepted: Count,
    rejected: z.array(RejectedPosition).max(MOST_REJECTED).describe('The first of them.'),
    rejectedCount: Count.describe('All of them.'),
    unknown: Count.describe('Of objects that are no patrols.'),
    future: Count.describe('With a time more than two minutes after they were received: kept, flagged, shown nowhere.'),
    nullIsland: Count.describe('At 0, 0: likewise.'),
  })
  .meta({ id: 'PositionReceipt' })
export type PositionReceipt = Sent<z.infer<typeof PositionReceipt>>

/** Why a position is implausible, as far as it shows by itself. */
const PositionFlag = z.enum(['future', 'null-island'])
export type PositionFlag = z.infer<typeof PositionFlag>

const Reading = z.number().nullable()

/** A position 定位 as it was received. */
export const Position = z
  .object({
    object: z.string(),
    time: Time,
    lon: Lon,
    lat: Lat,
    accuracy: Reading.describe('Metres.'),
    speed: Reading.describe('Metres a second.'),
    heading: Reading.describe('Degrees clockwise from true north, below 360.'),
    received: Time.describe('When the server got it.'),
    flags: z.array(PositionFlag),
  })
  .meta({ id: 'Position' })
export type Position = Sent<z.infer<typeof Position>>

const Next = z.string().nullable().describe('Opaque position of the next page; null on the last.')

/** Latest positions, by object. */
export const PositionList = z.object({ positions: z.array(Position), cursor: Next }).meta({ id: 'PositionList' })
export type PositionList = Sent<z.infer<typeof PositionList>>

/** A track 轨迹: the positions of one object, by time, each time once. */
export const Track = z.object({ object: z.string(), positions: z.array(Position), cursor: Next }).meta({ id: 'Track' })
export type Track = Sent<z.infer<typeof Track>>

const Coordinates = z.tuple([Lon, Lat])

/**
 * A track as a GeoJSON feature: a LineString, a Point where there is one position, null where there is none. The members of `properties` run beside
 * the coordinates. Positions with a flag are left out: they are no part of the way.
 */
export const TrackFeature = z
  .object({
    type: z.literal('Feature'),
    id: z.string(),
    geometry: z
      .union([
        z.object({ type: z.literal('LineString'), coordinates: z.array(Coordinates).min(2) }),
        z.object({ type: z.literal('Point'), coordinates: Coordinates }),
      ])
      .nullable(),
    properties: z.object({ times: z.array(Time), accuracy: z.array(Reading), speed: z.array(Reading), heading: z.array(Reading) }),
    cursor: Next,
  })
  .meta({ id: 'TrackFeature' })
export type TrackFeature = Sent<z.infer<typeof TrackFeature>>
