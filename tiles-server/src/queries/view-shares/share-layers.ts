import type { Properties } from '../../contract/index.ts'
import type { Live } from '../../live/index.ts'
import type { UnitShares } from './coverage-answer.ts'
import type { Shares } from './shares.ts'

/** The layers of the map that show the shares, and which of their figures each shows. */
const LAYERS = { 'area-in-view': 'area_share', 'road-in-view': 'road_share' } as const

/** Shows the shares of units of all levels on the map, in whole percent, from the first time that anyone looks. Each round of figures is told once. */
export function showShares(live: Live, shares: Shares, units: UnitShares): void {
  const layers = Object.entries(LAYERS).map(([layer, figure]) => ({ indicator: live.indicator(layer), figure }))
  for (const { indicator } of layers) indicator.onAsked(() => shares.start())
  shares.onFound(() => {
    const known = [...units.all()]
    for (const { indicator, figure } of layers) {
      indicator.set(
        new Map(
          known.flatMap(([id, { [figure]: share }]): [string, Properties][] =>
            share === null ? [] : [[id, { share: Math.round(share * 100) }]],
          ),
        ),
      )
    }
  })
}
