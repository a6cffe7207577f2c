import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

/**
 * Of two runs: only the saved one, only the draft, both; `only`: there is but one. Told apart without red and green too, and in the table by letters.
 * What both have is no news: it is grey, small and below.
 */
export const RUN_COLOURS = {
  light: { first: '#a6389f', second: '#0a6ea8', both: '#667080', only: '#514cc0', ring: '#ffffff' },
  dark: { first: '#e291e0', second: '#5cb8ec', both: '#92a0b3', only: '#a6a3ff', ring: '#0d1218' },
} as const

/** The layers of what a backtest found; they lie above everything but the alerts. */
export function backtestLayers(dark: boolean): LayerSpecification[] {
  const { first, second, both, only, ring } = RUN_COLOURS[dark ? 'dark' : 'light']
  const colour: ExpressionSpecification = ['match', ['get', 'run'], 'first', first, 'second', second, 'both', both, only]
  return [
    {
      id: 'tested',
      type: 'circle',
      source: 'over:backtest',
      filter: ['!', ['get', 'chosen']],
      layout: { 'circle-sort-key': ['match', ['get', 'run'], 'both', 0, 1] },
      paint: {
        'circle-radius': [
          'interpolate',
          ['linear'],
          ['zoom'],
          10,
          ['match', ['get', 'run'], 'both', 2, 3.5],
          16,
          ['match', ['get', 'run'], 'both', 4.5, 7],
        ],
        'circle-color': colour,
        'circle-opacity': 0.85,
        'circle-stroke-color': ring,
        'circle-stroke-width': 1.2,
      },
    },
    {
      id: 'tested-chosen',
      type: 'circle',
      source: 'over:backtest',
      filter: ['get', 'chosen'],
      paint: { 'circle-radius': 9, 'circle-color': ring, 'circle-stroke-color': colour, 'circle-stroke-width': 4.5 },
    },
  ]
}
