import type { LayerSpecification } from 'maplibre-gl'
import type { LayerDef } from '../../contract/index.ts'
import { base, choose, codeColors, countText, get, isCluster, isSingle, ramp, type StyleContext, type StyleParts } from './parts.ts'
import { onScheme } from './tokens.ts'

/** Zones: a thin wash and a firm outline in the colour of their kind; names once there is room. */
export function zone(def: LayerDef, { tokens, scheme, fonts }: StyleContext): StyleParts {
  const color = choose('kind', codeColors(def, 'kind', scheme), tokens.quiet)
  return {
    lines: [
      {
        ...base(def.id),
        type: 'fill',
        minzoom: def.minzoom,
        paint: { 'fill-color': color, 'fill-opacity': ramp(9, 0.04, 13, 0.08, 16, 0.05), 'fill-antialias': false },
      },
      {
        ...base(def.id, 'edge'),
        type: 'line',
        minzoom: 12,
        layout: { 'line-join': 'round' },
        paint: {
          'line-color': color,
          'line-width': ramp(12, 0.7, 14, 1, 17, 1.8),
          // Inside its own edge: zones follow roads and unit boundaries, which stay visible beside it.
          'line-offset': ramp(12, 0.8, 15, 2, 17, 3.5),
          'line-opacity': ramp(12, 0, 13.2, 0.6),
        },
      },
    ],
    labels: [
      {
        ...base(def.id, 'label'),
        type: 'symbol',
        minzoom: 13,
        layout: {
          'text-field': get(def.label ?? 'name'),
          'text-font': fonts.regular,
          'text-size': 11.5,
          'text-max-width': 7,
          'text-padding': 20,
        },
        paint: { 'text-color': color, 'text-halo-color': tokens.halo, 'text-halo-width': 1.6 },
      },
    ],
  }
}

/** Any dataset a user adds: one colour, drawn after its geometry. */
export function dataset(def: LayerDef, { tokens, scheme, fonts }: StyleContext): StyleParts {
  const color = onScheme('#0f766e', scheme)
  const zooms = { minzoom: def.minzoom }
  const areas: LayerSpecification[] = [
    {
      ...base(def.id),
      type: 'fill',
      ...zooms,
      filter: ['==', ['geometry-type'], 'Polygon'],
      paint: { 'fill-color': color, 'fill-opacity': 0.12 },
    },
    {
      ...base(def.id, 'line'),
      type: 'line',
      ...zooms,
      filter: ['!=', ['geometry-type'], 'Point'],
      layout: { 'line-join': 'round' },
      paint: { 'line-color': color, 'line-width': ramp(8, 0.5, 14, 1.4), 'line-opacity': 0.85 },
    },
  ]
  const points: LayerSpecification[] = [
    {
      ...base(def.id, 'point'),
      type: 'circle',
      ...zooms,
      filter: ['all', ['==', ['geometry-type'], 'Point'], isSingle],
      paint: { 'circle-color': color, 'circle-radius': ramp(8, 2.5, 16, 6), 'circle-stroke-color': tokens.halo, 'circle-stroke-width': 1 },
    },
    {
      ...base(def.id, 'cluster'),
      type: 'circle',
      ...zooms,
      filter: isCluster,
      paint: { 'circle-color': tokens.cluster, 'circle-radius': 12, 'circle-stroke-color': color, 'circle-stroke-width': 1.5 },
    },
    {
      ...base(def.id, 'count'),
      type: 'symbol',
      ...zooms,
      filter: isCluster,
      layout: { 'text-field': countText, 'text-font': fonts.bold, 'text-size': 11, 'text-allow-overlap': true },
      paint: { 'text-color': tokens.clusterText },
    },
  ]
  const label: LayerSpecification[] = def.label
    ? [
        {
          ...base(def.id, 'label'),
          type: 'symbol',
          minzoom: Math.max(def.minzoom, 13),
          layout: { 'text-field': ['to-string', get(def.label)], 'text-font': fonts.regular, 'text-size': 11.5, 'text-padding': 10 },
          paint: { 'text-color': tokens.text, 'text-halo-color': tokens.halo, 'text-halo-width': 1.4 },
        },
      ]
    : []
  const drawsAreas = def.geometry !== 'point'
  const drawsPoints = def.geometry === 'point' || def.geometry === 'mixed'
  return { lines: drawsAreas ? areas : [], labels: label, marks: drawsPoints ? points : [] }
}
