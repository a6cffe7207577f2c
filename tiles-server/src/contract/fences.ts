import { z } from 'zod'
import { Text } from './catalog.ts'
import { DETECT, ruleShape } from './fence-parts.ts'
import { Count, type Sent, Time } from './sent.ts'

/** The rule of a fence 电子围栏 with its defaults filled in. It is kept so: a default that changes later changes no fence. */
const FenceRule = z.strictObject(ruleShape)
export type FenceRule = Sent<z.infer<typeof FenceRule>>

const ignored = z.unknown().optional()

/** A fence as clients send it. Read-only members are accepted and ignored, so that the body of a GET can be sent back by PUT. */
export const FenceInput = FenceRule.extend({
  id: ignored,
  version: ignored,
  createdAt: ignored,
  createdBy: ignored,
  updatedAt: ignored,
  updatedBy: ignored,
  warnings: ignored,
}).meta({ id: 'FenceInput' })
export type FenceInput = Sent<z.infer<typeof FenceInput>>

/** A fence as it is now; its strong ETag is made of `version` and the database. */
export const Fence = FenceRule.extend({
  id: z.string(),
  version: Count.describe('1, 2, ...; what a version says never changes.'),
  createdAt: Time,
  createdBy: z.string(),
  updatedAt: Time,
  updatedBy: z.string(),
}).meta({ id: 'Fence' })
export type Fence = Sent<z.infer<typeof Fence>>

/** Something in a rule that will not do what it seems to, as things are. */
const FenceWarning = z
  .object({ code: z.string(), property: z.string().describe('The member it is about.'), text: Text })
  .meta({ id: 'FenceWarning' })
export type FenceWarning = Sent<z.infer<typeof FenceWarning>>

/** A fence as saved, with what is to be said about it. */
export const FenceSaved = Fence.extend({ warnings: z.array(FenceWarning) }).meta({ id: 'FenceSaved' })
export type FenceSaved = Sent<z.infer<typeof FenceSaved>>

export const FenceList = z
  .object({ fences: z.array(Fence), cursor: z.string().nullable().describe('Opaque position of the next page; null on the last.') })
  .meta({ id: 'FenceList' })
export type FenceList = Sent<z.infer<typeof FenceList>>

/** What a fence said from one version to the next, newest first; also of a fence that was removed. */
export const FenceVersions = z
  .object({
    id: z.string(),
    removedAt: Time.nullable(),
    removedBy: z.string().nullable(),
    versions: z.array(FenceRule.extend({ version: Count, at: Time, actor: z.string() })),
    cursor: z.string().nullable().describe('Opaque position of the next page; null on the last.'),
  })
  .meta({ id: 'FenceVersions' })
export type FenceVersions = Sent<z.infer<typeof FenceVersions>>

/** A fence to begin with. */
const FenceTemplate = z
  .object({
    id: z.string(),
    name: Text,
    description: Text,
    fence: z.object(ruleShape).partial().describe('A fence with defaults; what `fill` names is missing or only proposed.'),
    fill: z.array(z.object({ property: z.string(), about: Text })).describe('Members the user decides.'),
  })
  .meta({ id: 'FenceTemplate' })
export type FenceTemplate = Sent<z.infer<typeof FenceTemplate>>

export const FenceTemplates = z.object({ templates: z.array(FenceTemplate) }).meta({ id: 'FenceTemplates' })

export type { Detect, FenceMessage, FenceSchedule, FenceZone, Severity } from './fence-parts.ts'
export { DETECT }
