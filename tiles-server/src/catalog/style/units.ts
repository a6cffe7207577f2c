import type { LayerSpecification } from 'maplibre-gl'
import type { LayerDef } from '../../contract/index.ts'
import { base, get, ramp, type StyleContext, type StyleParts } from './parts.ts'

/**
 * Unit areas carry no colour of their own: a transparent fill answers clicks, the boundary layer draws the lines.
 * Only the level in focus is labelled.
 */
export function unit(def: LayerDef, { tokens, fonts }: StyleContext): StyleParts {
  const [from, to] = def.focus ?? [def.minzoom, 24]
  const level = def.level ?? 4
  const zooms = { minzoom: from, ...(to < 16 ? { maxzoom: to + 1 } : {}) }
  const size = level <= 1 ? ramp(from, 14, to + 1, 18) : level <= 3 ? ramp(from, 12, to + 1, 14.5) : ramp(14, 11, 17, 14)
  return {
    ground: [
      { ...base(def.id), type: 'fill', ...zooms, paint: { 'fill-color': tokens.boundary, 'fill-opacity': 0, 'fill-antialias': false } },
    ],
    labels: [
      {
        ...base(def.id, 'label'),
        // Points of their own: a polygon that many tiles share would be named in each.
        'source-layer': `${def.id}:label`,
        type: 'symbol',
        ...zooms,
        layout: {
          'text-field': get(def.label ?? 'name'),
          'text-font': level <= 3 ? fonts.bold : fonts.regular,
          'text-size': size,
          'text-letter-spacing': level <= 1 ? 0.16 : 0.05,
          'text-max-width': 7,
          'text-padding': level <= 2 ? 10 : 4,
          'text-variable-anchor': ['center', 'top', 'bottom'],
          'text-radial-offset': 0.4,
        },
        paint: {
          'text-color': tokens.unitText,
          'text-halo-color': tokens.halo,
          'text-halo-width': 1.6,
          'text-opacity': level === 4 ? 0.92 : 1,
        },
      },
    ],
  }
}

interface BoundaryLook {
  readonly minzoom: number
  readonly width: readonly number[]
  readonly opacity: readonly number[]
  readonly dash?: number[]
}

/** One hue; the level is told by weight and dash. Finer levels fade in as they come due. */
const LOOKS: readonly BoundaryLook[] = [
  { minzoom: 0, width: [4, 1, 9, 2.2, 14, 3.4], opacity: [4, 0.9, 16, 0.85] },
  { minzoom: 7, width: [7, 0.6, 10, 1.5, 14, 2.6], opacity: [7, 0, 8, 0.85, 16, 0.8], dash: [7, 2, 1.2, 2] },
  { minzoom: 9.5, width: [10, 0.6, 12, 1.3, 15, 2.1], opacity: [9.5, 0, 10.6, 0.75, 16, 0.8], dash: [5, 2] },
  { minzoom: 11, width: [11, 0.5, 13, 1.05, 16, 1.7], opacity: [11, 0, 12.2, 0.65, 16, 0.75], dash: [3, 2] },
  { minzoom: 12.8, width: [13, 0.5, 15, 0.9, 17, 1.3], opacity: [12.8, 0, 14.2, 0.5, 16, 0.65], dash: [1.2, 1.8] },
]

/** Each run of boundary once, in the weight of the highest level that differs across it. */
export function boundary(def: LayerDef, { tokens, scheme }: StyleContext): StyleParts {
  const lines: LayerSpecification[] = LOOKS.map(
    (look, level): LayerSpecification => ({
      ...base(def.id, String(level)),
      type: 'line',
      minzoom: look.minzoom,
      filter: ['==', ['get', 'level'], level],
      layout: { 'line-join': 'round', 'line-cap': 'butt' },
      paint: {
        'line-color': tokens.boundary,
        'line-width': ramp(...look.width),
        'line-opacity': ramp(...look.opacity),
        ...(look.dash ? { 'line-dasharray': look.dash } : {}),
      },
    }),
  ).reverse()
  const glow: LayerSpecification = {
    ...base(def.id, 'glow'),
    type: 'line',
    minzoom: 7,
    filter: ['<=', ['get', 'level'], 1],
    layout: { 'line-join': 'round', 'line-cap': 'round' },
    paint: {
      'line-color': tokens.boundaryGlow,
      'line-width': ramp(7, 3, 10, 7, 15, 12),
      'line-opacity': scheme === 'dark' ? 0.16 : 0.13,
      'line-blur': ramp(7, 1, 12, 3),
    },
  }
  return { lines: [glow, ...lines] }
}
