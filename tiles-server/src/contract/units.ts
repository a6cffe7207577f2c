import { z } from 'zod'
import { Bbox, Count, type Sent } from './sent.ts'

/** One unit as navigation needs it. */
const UnitEntry = z
  .object({
    id: z.string(),
    code: z.string(),
    name: z.string(),
    level: Count,
    layer: z.string().describe('The layer its feature is in.'),
    parent: z.string().nullable(),
    bbox: Bbox.nullable(),
    households: z.number().nullable(),
    childCount: Count,
  })
  .meta({ id: 'UnitEntry' })
export type UnitEntry = Sent<z.infer<typeof UnitEntry>>

/** Units below `parent` in the order of their codes, with its own chain; of null the units without parent. */
export const UnitAnswer = z
  .object({ parent: UnitEntry.nullable(), ancestors: z.array(UnitEntry).describe('Top first.'), units: z.array(UnitEntry) })
  .meta({ id: 'UnitAnswer' })
