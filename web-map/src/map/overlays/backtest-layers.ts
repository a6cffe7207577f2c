import type { ExpressionSpecification, LayerSpecification } from 'maplibre-gl'

/** Of two runs: only the saved one, only the draft, both. Told apart without red and green too; in the list they have letters. */
const RUN_COLOURS = {
  light: { first: '#b5470b', second: '#0a6ea8', both: '#514cc0', ring: '#ffffff' },
  dark: { first: '#ffa257', second: '#5cb8ec', both: '#a6a3ff', ring: '#0d1218' },
} as const

/** The layers of what a backtest found; they lie above everything but the alerts. */
export function backtestLayers(dark: boolean): LayerSpecification[] {
  const { first, second, both, ring } = RUN_COLOURS[dark ? 'dark' : 'light']
  const colour: ExpressionSpecification = ['match', ['get', 'run'], 'first', first, 'second', second, both]
  return [
    {
      id: 'tested',
      type: 'circle',
      source: 'over:backtest',
      filter: ['!', ['get', 'chosen']],
      paint: {
        'circle-radius': ['interpolate', ['linear'], ['zoom'], 10, 3.5, 16, 7],
        'circle-color': colour,
        'circle-opacity': 0.85,
        'circle-stroke-color': ring,
        'circle-stroke-width': 1.5,
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
