import { z } from 'zod'
import { Text } from './catalog.ts'
import { Detect, Severity } from './fence-parts.ts'
import { Count, lineOf, Place, type Sent, Time, textOf } from './sent.ts'

export const ALERT_STATUSES = ['open', 'acknowledged', 'assigned', 'closed'] as const
const AlertStatus = z.enum(ALERT_STATUSES)
export type AlertStatus = z.infer<typeof AlertStatus>

const AlertAction = z.enum(['raised', 'ack', 'assign', 'note', 'close', 'reopen', 'withdraw', 'update'])
export type AlertAction = z.infer<typeof AlertAction>

/** A fix as it is told with an alert. Degrees, WGS 84; accuracy in metres. */
const AlertFix = z.object({ time: Time, lon: z.number(), lat: z.number(), accuracy: z.number().nullable() }).meta({ id: 'AlertFix' })
export type AlertFix = Sent<z.infer<typeof AlertFix>>

/**
 * The numbers an alert was decided by, those that its transition has: metres to the edge of the zone, fixes in a row that confirmed it, accuracy of the last
 * of them in metres; seconds it had lasted, entries, objects counted, metres a second; and what the rule asked for: within how many seconds (`window`), how
 * many objects (`needed`), how fast (`limit`).
 */
export const AlertEvidence = z
  .object({
    edge: z.number(),
    confirmed: Count,
    accuracy: z.number().nullable(),
    seconds: z.number(),
    entries: Count,
    count: Count,
    speed: z.number(),
    window: z.number(),
    needed: Count,
    limit: z.number(),
  })
  .partial()
  .meta({ id: 'AlertEvidence' })
export type AlertEvidence = Sent<z.infer<typeof AlertEvidence>>

const AlertEvent = z
  .object({
    at: Time,
    actor: z.string(),
    action: AlertAction,
    note: z.string().optional(),
    to: z.string().optional().describe('Who it was assigned to.'),
  })
  .meta({ id: 'AlertEvent' })
export type AlertEvent = Sent<z.infer<typeof AlertEvent>>

/** What a fence raised 预警. */
export const Alert = z
  .object({
    id: z.string(),
    version: Count.describe('Counts the changes of this alert; part of its ETag.'),
    fence: z.string(),
    fenceVersion: Count,
    fenceName: z.string(),
    object: z.string().nullable().describe('Null where no single object is meant.'),
    zone: z.string().describe('Key of the zone: layer/id, or geometry/ and a hash of what was drawn.'),
    zoneName: z.string(),
    transition: Detect,
    situation: z.string().describe('The same for all alerts of one stay: id of the enter that began it, or of the alert itself.'),
    time: Time.describe('When it happened, by the fixes.'),
    decidedAt: Time,
    late: z.boolean().describe('Fixes that came late made it so.'),
    initial: z.boolean().describe('The object was inside already when the fence began to look.'),
    reason: z
      .string()
      .nullable()
      .describe('Why, where no fix was: disabled, deleted, schedule, object-removed, zone-removed, zone-changed.'),
    withdrawn: z.boolean().describe('Fixes that came late showed that it was not so.'),
    dryRun: z.boolean(),
    severity: Severity,
    position: Place.nullable(),
    evidence: AlertEvidence,
    explanation: Text.describe('One line, made of the evidence.'),
    message: Text.nullable().describe('What the fence says of it, if it says something.'),
    fixes: z.array(AlertFix).describe('The fixes it was decided by.'),
    status: AlertStatus,
    assignee: z.string().nullable(),
    history: z.array(AlertEvent).describe('Oldest first.'),
    count: Count.optional().describe('With `group=situation`: alerts of its situation that meet the same conditions.'),
  })
  .meta({ id: 'Alert' })
export type Alert = Sent<z.infer<typeof Alert>>

export const AlertList = z
  .object({ alerts: z.array(Alert), cursor: z.string().nullable().describe('Opaque position of the next page; null on the last.') })
  .meta({ id: 'AlertList' })
export type AlertList = Sent<z.infer<typeof AlertList>>

const note = textOf(2_000).min(1)

export const AssignRequest = z.strictObject({ to: lineOf(200) }).meta({ id: 'AssignRequest' })
export const NoteRequest = z.strictObject({ text: note }).meta({ id: 'NoteRequest' })
export const CloseRequest = z.strictObject({ reason: note.optional() }).meta({ id: 'CloseRequest' })
