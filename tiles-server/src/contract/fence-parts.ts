import { z } from 'zod'
import { GeometryShape } from './geometry.ts'
import { lineOf, type Sent, textOf } from './sent.ts'

const DAY = 24 * 3600
const MOST_SECONDS = 31 * DAY

/** What a fence can tell of its objects and zones, and so the transitions of its alerts. */
export const DETECT = ['enter', 'exit', 'cross', 'dwell', 'loiter', 'crowd', 'absent', 'silent', 'speed', 'corridor'] as const
export const Detect = z.enum(DETECT)
export type Detect = z.infer<typeof Detect>

export const Severity = z.enum(['info', 'minor', 'major', 'critical'])
export type Severity = z.infer<typeof Severity>

const layer = z.string().min(1).max(63)
/** CQL2 text; its own rules are checked where it is read. */
const filter = textOf(8192).min(1)
/** The opaque id that positions name an object by. */
const objectId = lineOf(128)

/** Most objects named by their ids, and most zones named one by one. */
const MOST_IDS = 10_000
const MOST_ZONES = 1_000

/** Whose positions a fence looks at: objects by id, the features of a layer (which its objects are named by) that meet a filter, or all. */
const FenceObjects = z.union(
  [
    z.strictObject({ ids: z.array(objectId).min(1).max(MOST_IDS) }),
    z.strictObject({ group: z.strictObject({ layer, filter: filter.optional() }) }),
    z.strictObject({ all: z.literal(true) }),
  ],
  {
    error: `must be {"ids": [1 to ${MOST_IDS} texts of 1 to 128 characters]}, {"group": {"layer", "filter"?}} or {"all": true}`,
  },
)

/** An area (a line, for a corridor): drawn, or a feature of a layer, or all features that meet a filter, each a zone of its own. */
export const FenceZone = z.union(
  [
    z.strictObject({ geometry: GeometryShape, name: lineOf(200).optional() }),
    z.strictObject({ layer, id: lineOf(128) }),
    z.strictObject({ layer, filter }),
  ],
  { error: 'must be {"geometry", "name"?}, {"layer", "id"} or {"layer", "filter"}' },
)
export type FenceZone = Sent<z.infer<typeof FenceZone>>

const seconds = z.number().min(1).max(MOST_SECONDS)
const positive = (most: number) => z.number().positive().max(most)

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, HH:MM from 00:00 to 23:59')

const Opening = z.strictObject({
  days: z.array(z.int().min(1).max(7)).min(1).max(7).describe('Days of the week on which it opens: 1 Monday to 7 Sunday.'),
  from: timeOfDay,
  to: z
    .union([timeOfDay, z.literal('24:00')], { error: 'must be a time of day, HH:MM from 00:00 to 24:00' })
    .describe('When it closes; at or before `from` that is on the next day.'),
})

/** When a fence is on. Times of day are those of the time zone. */
export const FenceSchedule = z.strictObject({
  timeZone: lineOf(64).default('Asia/Shanghai').describe('Name of the IANA time zone database.'),
  weekly: z.array(Opening).min(1).max(50),
})
export type FenceSchedule = Sent<z.infer<typeof FenceSchedule>>

const message = lineOf(500)
/** Text of an alert, in both languages. */
export const FenceMessage = z.strictObject({ 'zh-CN': message, en: message })
export type FenceMessage = Sent<z.infer<typeof FenceMessage>>

/**
 * The members of a fence's rule, with their defaults. Seconds, metres, metres a second. `margin` is by default 10 % of the radius of a circle as large as
 * the zone, from 20 to 100 m; `clear` of a crowd is 80 % of its count, rounded up.
 */
export const ruleShape = {
  name: lineOf(200),
  description: textOf(2_000).optional(),
  enabled: z.boolean().default(true),
  dryRun: z.boolean().default(false).describe('Decides, but its alerts are marked, not delivered, and not listed unless asked for.'),
  detect: z.array(Detect).min(1).max(DETECT.length),
  objects: FenceObjects,
  zones: z.array(FenceZone).min(1).max(MOST_ZONES),
  margin: z.number().min(0).max(10_000).optional().describe('Metres beyond the edge at which an object has left.'),
  confirm: z
    .strictObject({ fixes: z.int().min(1).max(100).default(2), seconds: z.number().min(0).max(DAY).default(0) })
    .prefault({})
    .describe('A transition counts when it has held for so many fixes in a row and so many seconds.'),
  dwell: z.strictObject({ seconds }).optional().describe('An object stays so long.'),
  loiter: z
    .strictObject({ seconds: seconds.optional(), entries: z.int().min(2).max(1_000).optional(), window: seconds })
    .optional()
    .describe('Within `window` seconds an object is inside for `seconds` altogether, or enters `entries` times.'),
  crowd: z
    .strictObject({ count: z.int().min(1).max(1_000_000), clear: z.int().min(1).max(1_000_000).optional() })
    .optional()
    .describe('`count` objects or more are inside; it is over when there are fewer than `clear`.'),
  absent: z.strictObject({ seconds }).optional().describe('None of the objects is inside for so long.'),
  silent: z.strictObject({ seconds }).optional().describe('An object inside has not reported for so long.'),
  speed: z
    .strictObject({
      above: z.number().min(0).max(1_000).optional(),
      below: positive(1_000).optional(),
      seconds: z.number().min(0).max(MOST_SECONDS).default(0),
    })
    .optional()
    .describe('Inside, an object moves faster than `above` and slower than `below`, whichever is given, for `seconds`.'),
  corridor: z
    .strictObject({ width: positive(10_000) })
    .optional()
    .describe('The zones are lines; an object leaves what is within half of `width` metres of one.'),
  maxGap: z
    .strictObject({ seconds: positive(DAY).default(60), metres: positive(100_000).default(1_000) })
    .prefault({})
    .describe('Between fixes farther apart than this nothing is said about what lies between (cross).'),
  schedule: FenceSchedule.optional(),
  severity: Severity.default('minor'),
  cooldown: z
    .number()
    .min(0)
    .max(MOST_SECONDS)
    .default(0)
    .describe('For so many seconds no other alert of the same object, zone and transition.'),
  message: FenceMessage.optional().describe('Text of its alerts; may name {object}, {zone}, {time} and {fence}.'),
}
