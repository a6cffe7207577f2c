import { z } from 'zod'
import { Alert } from './alerts.ts'
import { Position } from './positions.ts'
import { Bbox, Count, type Sent } from './sent.ts'

export const ChangeOp = z.enum(['create', 'update', 'delete', 'all'])
export type ChangeOp = z.infer<typeof ChangeOp>

/**
 * A committed write, as `/api/stream` tells it. `op: 'all'` means the whole layer was replaced; it has no id. `layer` can also be `fence` or `alert`, which are
 * no layers: the id is then that of a fence or an alert.
 */
export const ChangeEvent = z
  .object({ seq: Count, layer: z.string(), op: ChangeOp, id: z.string().nullable(), bbox: Bbox.nullable() })
  .meta({ id: 'ChangeEvent' })
export type ChangeEvent = Sent<z.infer<typeof ChangeEvent>>

/** An alert that is new, or says something else or stands otherwise than before. */
export const AlertTold = z
  .object({ seq: Count, isNew: z.boolean().describe('False: it was told before.'), alert: Alert })
  .meta({ id: 'AlertTold' })
export type AlertTold = Sent<z.infer<typeof AlertTold>>

/** Which tiles of a layer are no longer what they were. */
export const TilesEvent = z
  .union([
    z.object({ seq: Count, layer: z.string(), bbox: Bbox, tiles: z.array(z.tuple([Count, Count, Count])) }),
    z.object({ seq: Count, layer: z.string(), all: z.literal(true) }),
  ])
  .meta({ id: 'TilesEvent' })
export type TilesEvent = Sent<z.infer<typeof TilesEvent>>

/**
 * Where objects are now: the newest of each in half a second. It has no id and is not told again: who comes back asks GET /api/positions. A fix may come
 * late; the newest by time is where an object is.
 */
export const PositionEvent = z.object({ positions: z.array(Position.omit({ received: true, flags: true })) }).meta({ id: 'PositionEvent' })
export type PositionEvent = Sent<z.infer<typeof PositionEvent>>
