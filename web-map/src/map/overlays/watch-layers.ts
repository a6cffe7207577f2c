import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

/** Colours of alerts by how bad they are (as in the lists), and of the zones of a fence. */
const COLOURS = {
  light: { critical: '#c01048', major: '#b04a00', minor: '#7a6000', info: '#667080', fence: '#514cc0', ring: '#ffffff' },
  dark: { critical: '#ff7a9a', major: '#ffa257', minor: '#e3c94f', info: '#92a0b3', fence: '#a6a3ff', ring: '#0d1218' },
} as const

const is = (...roles: string[]): ExpressionSpecification => ['in', ['get', 'role'], ['literal', roles]]
const LINE = { 'line-join': 'round', 'line-cap': 'round' } as const

interface WatchLayers {
  readonly ground: LayerSpecification[]
  readonly top: LayerSpecification[]
  /** The colour of an alert by how bad it is. */
  readonly severity: ExpressionSpecification
}

/** The layers of alerts and fences, by roles (`alert.ts`): `ground` lies below the style's symbols, `top` above everything. */
export function watchLayers(dark: boolean): WatchLayers {
  const { ring, fence, critical, major, minor, info } = COLOURS[dark ? 'dark' : 'light']
  const colour: ExpressionSpecification = ['match', ['get', 'severity'], 'critical', critical, 'major', major, 'minor', minor, info]
  // Size says it too, for eyes that see no hue.
  const radius: ExpressionSpecification = ['match', ['get', 'severity'], 'critical', 9, 'major', 7.5, 'minor', 6.5, 5]
  return {
    severity: colour,
    ground: [
      {
        id: 'fence-fill',
        type: 'fill',
        source: 'over:fence',
        filter: ['==', ['geometry-type'], 'Polygon'],
        paint: { 'fill-color': fence, 'fill-opacity': 0.12 },
      },
      {
        id: 'fence-line',
        type: 'line',
        source: 'over:fence',
        layout: LINE,
        paint: { 'line-color': fence, 'line-width': 2.4, 'line-dasharray': [2, 1.6] },
      },
      {
        id: 'alert-zone-fill',
        type: 'fill',
        source: 'over:alert',
        filter: ['all', is('alert-zone', 'accuracy'), ['==', ['geometry-type'], 'Polygon']],
        paint: { 'fill-color': colour, 'fill-opacity': ['match', ['get', 'role'], 'accuracy', 0.16, 0.1] },
      },
      {
        id: 'alert-zone-line',
        type: 'line',
        source: 'over:alert',
        filter: is('alert-zone'),
        layout: LINE,
        paint: { 'line-color': colour, 'line-width': 2.6 },
      },
      {
        id: 'alert-trail',
        type: 'line',
        source: 'over:alert',
        filter: is('trail'),
        layout: LINE,
        paint: { 'line-color': colour, 'line-width': 2, 'line-dasharray': [1.5, 1.5] },
      },
    ],
    top: [
      {
        id: 'alert-fix',
        type: 'circle',
        source: 'over:alert',
        filter: is('fix'),
        paint: { 'circle-radius': 4, 'circle-color': colour, 'circle-stroke-color': ring, 'circle-stroke-width': 1.5 },
      },
      {
        id: 'alert-halo',
        type: 'circle',
        source: 'over:alerts',
        paint: { 'circle-radius': ['*', 2, radius], 'circle-color': colour, 'circle-opacity': 0.25 },
      },
      {
        id: 'alert-open',
        type: 'circle',
        source: 'over:alerts',
        paint: { 'circle-radius': radius, 'circle-color': colour, 'circle-stroke-color': ring, 'circle-stroke-width': 2 },
      },
      {
        id: 'alert-deciding',
        type: 'circle',
        source: 'over:alert',
        filter: is('deciding'),
        paint: { 'circle-radius': 8, 'circle-color': ring, 'circle-stroke-color': colour, 'circle-stroke-width': 4 },
      },
      {
        id: 'alert-place',
        type: 'circle',
        source: 'over:alert',
        filter: is('alert-place'),
        paint: { 'circle-radius': 17, 'circle-opacity': 0, 'circle-stroke-color': colour, 'circle-stroke-width': 2.5 },
      },
    ],
  }
}
