import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

/** Colours from the start of a track to its end: equally dark, told apart by eyes that see no red or no green too. */
export const TRACK_RAMP = {
  light: ['#2f62d9', '#a6389f', '#d2540f'],
  dark: ['#7fa8ff', '#e291e0', '#ffb454'],
} as const
const OTHERS = {
  light: { gap: '#5d6775', ring: '#ffffff', now: '#1d2530' },
  dark: { gap: '#a9b5c4', ring: '#0d1218', now: '#ffffff' },
} as const

const is = (...roles: string[]): ExpressionSpecification => ['in', ['get', 'role'], ['literal', roles]]
const LINE = { 'line-join': 'round', 'line-cap': 'round' } as const

/** The layers of what is played back, by roles (`track.ts`). `severity`: the colour of an alert. */
export function trackLayers(dark: boolean, severity: ExpressionSpecification): { ground: LayerSpecification[]; top: LayerSpecification[] } {
  const scheme = dark ? 'dark' : 'light'
  const [start, middle, end] = TRACK_RAMP[scheme]
  const { gap, ring, now } = OTHERS[scheme]
  const colour: ExpressionSpecification = ['interpolate', ['linear'], ['get', 't'], 0, start, 0.5, middle, 1, end]
  return {
    ground: [
      {
        id: 'track-accuracy',
        type: 'fill',
        source: 'over:playhead',
        filter: is('fix-accuracy'),
        paint: { 'fill-color': now, 'fill-opacity': ['case', ['get', 'poor'], 0.16, 0.08] },
      },
      {
        id: 'track-accuracy-rim',
        type: 'line',
        source: 'over:playhead',
        filter: is('fix-accuracy'),
        paint: { 'line-color': now, 'line-width': 1, 'line-opacity': 0.5 },
      },
    ],
    top: [
      {
        id: 'track-gap',
        type: 'line',
        source: 'over:track',
        filter: is('gap'),
        layout: LINE,
        paint: { 'line-color': gap, 'line-width': 1.6, 'line-dasharray': [1, 3], 'line-opacity': 0.9 },
      },
      {
        id: 'track-casing',
        type: 'line',
        source: 'over:track',
        filter: is('track'),
        layout: LINE,
        paint: { 'line-color': ring, 'line-width': 5, 'line-opacity': 0.75 },
      },
      {
        id: 'track-line',
        type: 'line',
        source: 'over:track',
        filter: is('track'),
        layout: LINE,
        paint: { 'line-color': colour, 'line-width': 2.6 },
      },
      {
        id: 'track-wake',
        type: 'line',
        source: 'over:playhead',
        filter: is('wake'),
        layout: LINE,
        paint: { 'line-color': now, 'line-width': 4, 'line-opacity': 0.85 },
      },
      {
        id: 'track-fix',
        type: 'circle',
        source: 'over:track',
        filter: is('fix'),
        minzoom: 12.5,
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 13, 2, 17, 4.2],
          'circle-color': ['case', ['get', 'poor'], ring, colour],
          'circle-stroke-color': ['case', ['get', 'poor'], colour, ring],
          'circle-stroke-width': 1.2,
        },
      },
      {
        id: 'track-alert',
        type: 'circle',
        source: 'over:track',
        filter: is('track-alert'),
        paint: { 'circle-radius': 9, 'circle-opacity': 0, 'circle-stroke-color': severity, 'circle-stroke-width': 3 },
      },
    ],
  }
}
