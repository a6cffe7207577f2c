import type { Feature } from 'geojson'

/** An alert a backtest found: where, and in which of two runs. */
export interface TestedMark {
  readonly position: readonly number[] | null
  readonly run: 'first' | 'second' | 'both' | 'only'
}

/** What a backtest found, a mark each with its `index`; those without a place are left out. `chosen`: the index of the one that is looked at. */
export const drawnBacktest = (alerts: readonly TestedMark[], chosen: number | null): Feature[] =>
  alerts.flatMap(({ position, run }, index): Feature[] =>
    position
      ? [
          {
            type: 'Feature',
            geometry: { type: 'Point', coordinates: [...position] },
            properties: { role: 'tested', index, run, chosen: index === chosen },
          },
        ]
      : [],
  )
