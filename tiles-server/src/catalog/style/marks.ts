import type { ExpressionSpecification } from 'maplibre-gl'
import type { LayerDef } from '../../contract/index.ts'
import {
  base,
  choose,
  codeColors,
  countText,
  get,
  isCluster,
  isSingle,
  propertyOf,
  ramp,
  type StyleContext,
  type StyleParts,
} from './parts.ts'
import { onScheme } from './tokens.ts'

/**
 * Icons have no sprite. Their ids say how to draw them, and whoever shows the style draws them in a missing-image resolver:
 *   mark:SHAPE:COLOUR:STATE     incident; SHAPE circle diamond triangle square hexagon pentagon, STATE open assigned closed
 *   camera:KIND:COLOUR          wedge towards north, ptz with a ring
 *   patrol:KIND:COLOUR          arrow towards north
 *   chip:COLOUR:LINE            rounded plate behind a count
 */
export const SHAPES = ['circle', 'diamond', 'pentagon', 'square', 'triangle', 'hexagon'] as const

/** The shape of each code of a property, in catalog order: colour never tells a category alone. */
export function codeShapes(def: LayerDef, name: string): Record<string, string> {
  const codes = propertyOf(def, name)?.codes ?? []
  return Object.fromEntries(codes.map((code, i) => [String(code.value), SHAPES[i % SHAPES.length]!]))
}

export function incident(def: LayerDef, { tokens, scheme, fonts }: StyleContext): StyleParts {
  const image: ExpressionSpecification = [
    'concat',
    'mark:',
    choose('category', codeShapes(def, 'category'), 'circle'),
    ':',
    choose('category', codeColors(def, 'category', scheme), tokens.quiet),
    ':',
    ['coalesce', get('status'), 'open'],
  ]
  const isClosed: ExpressionSpecification = ['==', get('status'), 'closed']
  const open: ExpressionSpecification = ['+', ['to-number', get('status_open'), 0], ['to-number', get('status_assigned'), 0]]
  const hot: ExpressionSpecification = ['>', open, 0]
  const radius: ExpressionSpecification = [
    'interpolate',
    ['linear'],
    ['log10', ['max', ['to-number', get('count')], 1]],
    0,
    7.5,
    1,
    10,
    2,
    12.5,
    3,
    18,
    4,
    22,
  ]
  return {
    // What is closed stays small, under the names, and gives way to them: the map is about what is still to do.
    lines: [
      {
        ...base(def.id, 'closed'),
        type: 'symbol',
        minzoom: def.minzoom,
        filter: ['all', isSingle, isClosed],
        layout: {
          'icon-image': image,
          'icon-size': ramp(10, 0.34, 15, 0.36, 17, 0.56, 19, 0.85),
          'icon-allow-overlap': true,
          'icon-ignore-placement': true,
        },
        paint: { 'icon-opacity': ramp(15, 0.48, 17, 0.8) },
      },
    ],
    marks: [
      {
        ...base(def.id),
        type: 'symbol',
        minzoom: def.minzoom,
        filter: ['all', isSingle, ['!', isClosed]],
        layout: {
          'icon-image': image,
          'icon-size': ramp(10, 0.62, 14, 0.75, 16, 0.95, 18, 1.15),
          'icon-allow-overlap': true,
          'icon-padding': 1,
          'symbol-sort-key': choose('status', { assigned: 1 }, 2),
        },
      },
      {
        ...base(def.id, 'cluster'),
        type: 'circle',
        minzoom: def.minzoom,
        filter: isCluster,
        layout: { 'circle-sort-key': ['to-number', get('count')] },
        paint: {
          'circle-radius': radius,
          'circle-color': ['case', hot, tokens.hot, tokens.cluster],
          'circle-opacity': 0.94,
          'circle-stroke-width': 1.5,
          'circle-stroke-color': ['case', hot, tokens.hotLine, tokens.clusterLine],
        },
      },
      {
        ...base(def.id, 'count'),
        type: 'symbol',
        minzoom: def.minzoom,
        filter: isCluster,
        layout: {
          'text-field': countText,
          'text-font': fonts.bold,
          'text-size': ['interpolate', ['linear'], ['log10', ['max', ['to-number', get('count')], 1]], 0, 11, 3, 12.5, 4, 14],
          'text-allow-overlap': true,
          'text-padding': 6,
        },
        paint: { 'text-color': ['case', hot, tokens.hotText, tokens.clusterText] },
      },
    ],
  }
}

export function camera(def: LayerDef, { tokens, scheme, fonts }: StyleContext): StyleParts {
  const image: ExpressionSpecification = [
    'concat',
    'camera:',
    ['coalesce', get('kind'), 'fixed'],
    ':',
    choose('status', codeColors(def, 'status', scheme), tokens.quiet),
  ]
  return {
    marks: [
      {
        ...base(def.id, 'cluster'),
        type: 'symbol',
        minzoom: 12,
        filter: isCluster,
        layout: {
          'icon-image': `chip:${tokens.cluster}:${onScheme('#2f9e6e', scheme)}`,
          'icon-text-fit': 'both',
          'icon-text-fit-padding': [2, 5, 2, 5],
          'text-field': countText,
          'text-font': fonts.regular,
          'text-size': 11,
          'icon-allow-overlap': false,
          'text-allow-overlap': false,
        },
        paint: { 'text-color': tokens.clusterText, 'icon-opacity': 0.9 },
      },
      {
        ...base(def.id),
        type: 'symbol',
        minzoom: 13,
        filter: isSingle,
        layout: {
          'icon-image': image,
          'icon-rotate': ['to-number', get('azimuth'), 0],
          'icon-rotation-alignment': 'map',
          'icon-size': ramp(13, 0.5, 15, 0.62, 17, 1),
          'icon-allow-overlap': true,
          'icon-padding': 0,
        },
      },
    ],
  }
}

/** Patrols fade as their fix ages: `fresh` and `aged` are RFC 3339 instants in the style's global state, moved on by whoever shows the map. */
export function patrol(def: LayerDef, { tokens, scheme, fonts }: StyleContext): StyleParts {
  const image: ExpressionSpecification = [
    'concat',
    'patrol:',
    ['coalesce', get('kind'), 'car'],
    ':',
    choose('status', codeColors(def, 'status', scheme), tokens.quiet),
  ]
  const time: ExpressionSpecification = ['to-string', get('time')]
  const age: ExpressionSpecification = [
    'case',
    ['>=', time, ['global-state', 'fresh']],
    1,
    ['>=', time, ['global-state', 'aged']],
    0.72,
    0.45,
  ]
  return {
    marks: [
      {
        ...base(def.id),
        type: 'symbol',
        minzoom: Math.max(def.minzoom, 11),
        layout: {
          'icon-image': image,
          'icon-rotate': ['to-number', get('heading'), 0],
          'icon-rotation-alignment': 'map',
          'icon-size': ramp(11, 0.4, 13, 0.55, 15, 0.85, 17, 1.1),
          'icon-allow-overlap': true,
          'text-field': ['step', ['zoom'], '', 14, get(def.label ?? 'name')],
          'text-font': fonts.bold,
          'text-size': 11.5,
          'text-offset': [0, 1.2],
          'text-anchor': 'top',
          'text-optional': true,
        },
        paint: {
          'icon-opacity': age,
          'text-opacity': ['max', age, 0.75],
          'text-color': tokens.text,
          'text-halo-color': tokens.halo,
          'text-halo-width': 1.4,
        },
      },
    ],
  }
}
