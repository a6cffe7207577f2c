import { z } from 'zod'
import { Bbox } from './sent.ts'

/** What a MapLibre style is, outside; the style specification has the rest. */
export const Style = z
  .looseObject({
    version: z.literal(8),
    sources: z.record(z.string(), z.unknown()),
    layers: z.array(z.looseObject({ id: z.string(), type: z.string() })),
  })
  .meta({ id: 'Style', description: 'A MapLibre style (maplibre.org/maplibre-style-spec).' })

const Zoom = z.int().min(0).max(24)

export const TileJson = z
  .object({
    tilejson: z.literal('3.0.0'),
    name: z.string(),
    scheme: z.literal('xyz'),
    tiles: z.array(z.string()),
    bounds: Bbox,
    minzoom: Zoom,
    maxzoom: Zoom,
    vector_layers: z.array(
      z.object({ id: z.string(), description: z.string(), minzoom: Zoom, maxzoom: Zoom, fields: z.record(z.string(), z.string()) }),
    ),
    attribution: z.string().optional(),
  })
  .meta({ id: 'TileJson', description: 'TileJSON 3.0.0.' })

/** A coordinate system as people choose it: `name` is what imports and exports take. */
const CrsEntry = z.object({ name: z.string(), title: z.string() }).meta({ id: 'Crs' })
export const CrsList = z.object({ crs: z.array(CrsEntry) }).meta({ id: 'CrsList' })
