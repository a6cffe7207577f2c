import { z } from 'zod'
import { Alert } from './alerts.ts'
import { Detect } from './fence-parts.ts'
import { FenceInput } from './fences.ts'
import { Count, type Sent, Time } from './sent.ts'

/** Most that a backtest goes through, in days of event time. */
export const MOST_DAYS = 31
/** Most alerts that are told of one run. */
export const MOST_TOLD = 10_000

const MOST_VERSION = 2 ** 31 - 2

const Draft = z.strictObject({ rule: FenceInput })
const Version = z.strictObject({ version: z.int().min(1).max(MOST_VERSION) })
const range = {
  from: Time.describe('When the fence begins: what is inside then has entered then. RFC 3339, event time.'),
  to: Time.describe(`The last time that is looked at; after \`from\`, by ${MOST_DAYS} days at most.`),
}

/** What a fence would have raised: as it is now, at another version, or with another rule; two of them are compared. */
export const BacktestRequest = z
  .strictObject({
    ...range,
    runs: z
      .array(z.union([Version, Draft], { error: 'must be {"version": 1, 2, ...} or {"rule": a fence}' }))
      .min(1)
      .max(2)
      .optional()
      .describe('By default the fence as it is now.'),
  })
  .meta({ id: 'BacktestRequest' })
export type BacktestRequest = Sent<z.infer<typeof BacktestRequest>>

/** The same for rules that no fence has. */
export const BacktestDraftRequest = z.strictObject({ ...range, runs: z.array(Draft).min(1).max(2) }).meta({ id: 'BacktestDraftRequest' })

/** An alert that would have been raised. Those of a saved version have the ids that the engine gives them. */
const BacktestAlert = Alert.pick({
  ...{ id: true, object: true, zone: true, zoneName: true, transition: true, time: true, initial: true, reason: true },
  ...{ position: true, severity: true, explanation: true, fixes: true, situation: true },
})
  .extend({
    fence: z.string().nullable().describe('Null for a rule that no fence has.'),
    fenceVersion: Count.nullable().describe('Null for a rule that is no version.'),
  })
  .meta({ id: 'BacktestAlert' })
export type BacktestAlert = Sent<z.infer<typeof BacktestAlert>>

/** An alert, and whose it is. Those of both runs, the same object, zone, transition and time, are told once, as the first has them. */
const BacktestFound = z.object({ run: z.enum(['first', 'second', 'both']), alert: BacktestAlert })
export type BacktestFound = Sent<z.infer<typeof BacktestFound>>

const BacktestRun = z
  .object({
    version: Count.nullable(),
    alerts: Count,
    byTransition: z.partialRecord(Detect, Count).describe('Those that there are.'),
    situations: Count,
    truncated: z.boolean().describe(`There are more alerts than are told; the first ${MOST_TOLD} by time are.`),
  })
  .meta({ id: 'BacktestRun' })

const summary = {
  fixes: Count.describe('Fixes of the time that were read.'),
  objects: Count.describe('Objects that were looked at.'),
  notEvaluated: z
    .object({ duplicate: Count, tooFast: Count, nullIsland: Count, future: Count })
    .describe('Fixes that say nothing, by why. None is too late here.'),
  runs: z.array(BacktestRun).min(1).max(2),
  comparison: z.object({ both: Count, first: Count, second: Count }).optional().describe('Of two runs: alerts of both, and of one only.'),
}

/** All of it at once: alerts by time. */
export const BacktestResult = z.object({ ...summary, alerts: z.array(BacktestFound) }).meta({ id: 'BacktestResult' })
export type BacktestResult = Sent<z.infer<typeof BacktestResult>>
export type BacktestSummary = Omit<BacktestResult, 'alerts'>

/** A line: how far it is, at most four a second; then alerts by time; and last what they come to, or why it broke off. */
export const BacktestLine = z
  .union([
    z.object({ type: z.literal('progress'), objects: z.object({ done: Count, of: Count }), fixes: Count }),
    BacktestFound.extend({ type: z.literal('alert') }),
    z.object({ type: z.literal('done'), ...summary }),
    z.looseObject({ type: z.literal('error'), status: Count, code: z.string(), detail: z.string() }),
  ])
  .meta({ id: 'BacktestLine' })
export type BacktestLine = Sent<z.infer<typeof BacktestLine>>
