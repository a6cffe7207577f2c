import type { ExpressionSpecification } from 'maplibre-gl'
import type { LayerDef } from '../../contract/index.ts'
import { base, byZoom, choose, get, ramp, type StyleContext, type StyleParts } from './parts.ts'

export function park(def: LayerDef, { tokens, fonts, ground }: StyleContext): StyleParts {
  const fill = choose('kind', { square: tokens.square, forest: tokens.forest, farmland: tokens.farmland }, tokens.park)
  return {
    ground: [
      {
        ...base(def.id),
        type: 'fill',
        minzoom: def.minzoom,
        paint: { 'fill-color': fill, 'fill-opacity': ground, 'fill-antialias': false },
      },
    ],
    labels: [
      {
        ...base(def.id, 'label'),
        type: 'symbol',
        minzoom: 13.5,
        filter: ['in', ['get', 'kind'], ['literal', ['park', 'square', 'forest']]],
        layout: {
          'text-field': get('name'),
          'text-font': fonts.regular,
          'text-size': ramp(13, 10.5, 17, 13),
          'text-max-width': 6,
          'text-padding': 24,
        },
        paint: { 'text-color': tokens.parkText, 'text-halo-color': tokens.halo, 'text-halo-width': 1.2 },
      },
    ],
  }
}

export function water(def: LayerDef, { tokens, fonts, ground }: StyleContext): StyleParts {
  return {
    ground: [
      { ...base(def.id), type: 'fill', paint: { 'fill-color': tokens.water, 'fill-opacity': ground, 'fill-antialias': false } },
      {
        ...base(def.id, 'bank'),
        type: 'line',
        minzoom: 11,
        layout: { 'line-join': 'round' },
        paint: { 'line-color': tokens.waterLine, 'line-width': ramp(11, 0.4, 16, 1.2), 'line-opacity': ramp(11, 0, 12, 0.8) },
      },
    ],
    labels: [
      {
        ...base(def.id, 'label'),
        type: 'symbol',
        minzoom: 10,
        layout: {
          'text-field': get('name'),
          'text-font': fonts.regular,
          'text-size': ramp(10, 11, 16, 15),
          'text-letter-spacing': 0.25,
          'text-max-width': 8,
          'text-padding': 60,
        },
        paint: { 'text-color': tokens.waterText, 'text-halo-color': tokens.water, 'text-halo-width': 1.4 },
      },
    ],
  }
}

export function block(def: LayerDef, { tokens, ground }: StyleContext): StyleParts {
  return {
    ground: [
      {
        ...base(def.id),
        type: 'fill',
        minzoom: def.minzoom,
        filter: ['!=', ['get', 'kind'], 'water'],
        paint: { 'fill-color': tokens.block, 'fill-outline-color': tokens.buildingLine, 'fill-opacity': ramp(13, 0, 14, 0.7 * ground) },
      },
    ],
  }
}

/** Buildings stay quiet: one tone, a shade stronger for tall ones, so that a skyline reads without colour. */
export function building(def: LayerDef, { tokens, ground }: StyleContext): StyleParts {
  const shade: ExpressionSpecification = [
    'interpolate',
    ['linear'],
    ['to-number', ['get', 'height'], 9],
    6,
    tokens.building,
    100,
    tokens.buildingTall,
  ]
  return {
    ground: [
      {
        ...base(def.id),
        type: 'fill',
        minzoom: Math.max(def.minzoom, 13.5),
        paint: { 'fill-color': shade, 'fill-opacity': ramp(13.5, 0, 14.5, 0.9 * ground, 16, ground), 'fill-antialias': false },
      },
      {
        ...base(def.id, 'edge'),
        type: 'line',
        minzoom: 15,
        paint: { 'line-color': tokens.buildingLine, 'line-width': byZoom([15, 0.4, 18, 1]), 'line-opacity': ramp(15, 0, 15.8, 1) },
      },
    ],
    labels: [],
  }
}
