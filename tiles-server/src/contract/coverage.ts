import { z } from 'zod'
import { Count, type Sent } from './sent.ts'

const Share = z.number().min(0).max(1).nullable()

/** What cameras have in view of a unit; all null until it was worked out. Areas by cells of a raster: a unit adds up to its children. */
const ViewShare = z
  .object({
    area_share: Share.describe('Of its area; null also where no cell has its centre in the unit.'),
    road_share: Share.describe('Of the length of its roads; null also where it has none.'),
    area_m2: z.number().nullable(),
    area_in_view_m2: z.number().nullable(),
    road_m: z.number().nullable(),
    road_in_view_m: z.number().nullable(),
    cameras: Count.nullable().describe('Cameras that stand in it, are online and have a known view.'),
  })
  .meta({ id: 'ViewShare' })
export type ViewShare = Sent<z.infer<typeof ViewShare>>

const NamedUnit = z.object({ level: z.string(), code: z.string(), name: z.string() })

/** GET /api/cameras/coverage: how much of a unit cameras have in view, and of each unit below it. */
export const CameraCoverage = ViewShare.extend({
  unit: NamedUnit.nullable().describe('Null for all units together, where there is not exactly one on top.'),
  cell_m: z.number().describe('Side of the raster’s cells; a cell is in view when its centre is.'),
  target_height_m: z.number().describe('Height above the ground of what is seen or not.'),
  state: z.enum(['current', 'computing']).describe('`computing`: figures are as of `seq`, newer ones are being worked out.'),
  progress: z.number().min(0).max(1).describe('Of what is being worked out.'),
  seq: Count.nullable().describe('Every change up to this one is in the figures; null where there are none yet.'),
  children: z.array(ViewShare.extend(NamedUnit.shape)).describe('In the order of their codes.'),
}).meta({ id: 'CameraCoverage' })
export type CameraCoverage = Sent<z.infer<typeof CameraCoverage>>
