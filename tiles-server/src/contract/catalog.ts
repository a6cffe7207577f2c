import { z } from 'zod'
import { Bbox, Count, Time } from './sent.ts'

/** Text in both UI languages. */
export const Text = z.object({ 'zh-CN': z.string(), en: z.string() }).meta({ id: 'Text' })

export const PropertyType = z.enum(['string', 'integer', 'number', 'boolean', 'datetime'])

/** One attribute of a layer's features. */
export const PropertyDef = z
  .object({
    name: z.string(),
    title: Text,
    type: PropertyType,
    /** Allowed values with their texts; absent when free. */
    codes: z.array(z.object({ value: z.union([z.string(), z.number()]), title: Text, color: z.string().optional() })).optional(),
    required: z.boolean().optional(),
    /** Kept by the server: the code of the leaf unit that contains the feature's point. What clients send for it is ignored. */
    placed: z.boolean().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    /** What it is measured in: %, m. */
    unit: z.string().optional(),
    /** A choropleth's classes: from `minimum` to the first, and so on, to `maximum`. */
    breaks: z.array(z.number()).optional(),
    /** First zoom at which tiles carry this attribute (default 12: full attributes from z12). */
    tileFrom: z.number().int().min(0).max(16).optional(),
  })
  .meta({ id: 'PropertyDef' })

/**
 * A layer 图层: a collection of features. `kind` says how it is kept:
 * unit = governance areas of one level (edited as a set only); typed = a table of its own; dataset = rows users add; derived = computed by live;
 * indicator = units of all levels with a value that is worked out from other layers.
 */
export const LayerDef = z.object({
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/),
  title: Text,
  description: Text.optional(),
  kind: z.enum(['unit', 'typed', 'dataset', 'derived', 'indicator']),
  /** Unit layers: 0 city, 1 county, 2 street, 3 community, 4 grid. */
  level: z.number().int().min(0).max(4).optional(),
  geometry: z.enum(['point', 'line', 'polygon', 'mixed']),
  /** True when the layer's polygons form a coverage (shared arcs, edited as a set only). */
  coverage: z.boolean().default(false),
  /** Tiles carry the layer from minzoom to maxzoom. */
  minzoom: z.number().int().min(0).max(16).default(0),
  maxzoom: z.number().int().min(0).max(16).default(16),
  /** Unit layers: the zooms [from, to] at which this level is the one drawn when a tileset holds several levels. */
  focus: z.tuple([z.number().int(), z.number().int()]).optional(),
  /** Point layers: below z15 tiles carry clusters counted by these code properties; absent = plain points. */
  cluster: z.object({ by: z.array(z.string()) }).optional(),
  /** The property shown as the feature's name. */
  label: z.string().optional(),
  /** The property that `datetime` filters on. */
  time: z.string().optional(),
  properties: z.array(PropertyDef),
  source: z.object({ name: z.string(), licence: z.string().optional() }).optional(),
})

/** A layer's definition with what live knows of it now. */
export const LayerInfo = LayerDef.extend({
  count: Count,
  bounds: Bbox.nullable().describe('Tight bounds of all geometry; null for an empty layer.'),
  times: z.tuple([Time, Time]).nullable().describe('Earliest and latest value of its `time`; null where it has none.'),
  seq: Count.describe('The last change that is in it.'),
}).meta({ id: 'Layer' })

export const LayerList = z.object({ layers: z.array(LayerInfo) }).meta({ id: 'LayerList' })

/** A theme 专题图: a designed set of layers, drawn in this order (bottom first). */
export const ThemeDef = z
  .object({
    id: z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/),
    title: Text,
    description: Text.optional(),
    layers: z.array(z.object({ layer: z.string(), visible: z.boolean().default(true) })),
  })
  .meta({ id: 'Theme' })

export const ThemeList = z.object({ themes: z.array(ThemeDef) }).meta({ id: 'ThemeList' })

export type Text = z.infer<typeof Text>
export type PropertyDef = z.infer<typeof PropertyDef>
export type LayerDef = z.infer<typeof LayerDef>
export type ThemeDef = z.infer<typeof ThemeDef>
