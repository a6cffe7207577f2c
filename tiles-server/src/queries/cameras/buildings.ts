import { hiddenFrom, isAreal, type Obstacle, obstacleOf, type SightEnd, touchesObstacle } from '../../geo/index.ts'
import type { Live, LiveFeature } from '../../live/index.ts'

/** A line of sight longer than this is followed piece by piece: the box around the whole of it would hold half the city. */
const PIECE = 0.001

export interface Hiding {
  readonly id: string
  /** Where the line of sight gets lost, as a share of it. */
  readonly share: number
}

/** The buildings of one moment, read once each. */
export class Buildings {
  readonly #live: Live
  readonly #obstacles = new Map<LiveFeature, Obstacle | null>()
  /** How often a building was held against a line of sight. */
  tested = 0

  constructor(live: Live) {
    this.#live = live
  }

  /**
   * The building that first hides `to` from `from`, whose longitudes may leave -180 to 180 so that they differ by less than a half turn; undefined when
   * the sight is free. A building that the viewer stands in or touches hides nothing from it: cameras hang on walls.
   */
  firstHiding(from: SightEnd, to: SightEnd): Hiding | undefined {
    const [dx, dy] = [to.lon - from.lon, to.lat - from.lat]
    const pieces = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) / PIECE))
    const seen = new Set<LiveFeature>()
    let first: Hiding | undefined
    for (let i = 0; i < pieces && !(first && first.share * pieces < i); i++) {
      const [a, b] = [i / pieces, (i + 1) / pieces]
      for (const [feature, shift] of this.#near(from.lon + a * dx, from.lat + a * dy, from.lon + b * dx, from.lat + b * dy)) {
        if (seen.has(feature)) continue
        seen.add(feature)
        const share = this.#hiddenBy(feature, from, to, shift)
        if (share >= 0 && !(first && first.share <= share)) first = { id: feature.id, share }
      }
    }
    return first
  }

  #hiddenBy(feature: LiveFeature, from: SightEnd, to: SightEnd, shift: number): number {
    const obstacle = this.#obstacleOf(feature)
    if (!obstacle) return -1
    this.tested++
    const [a, b] =
      shift === 0
        ? [from, to]
        : [
            { ...from, lon: from.lon - shift },
            { ...to, lon: to.lon - shift },
          ]
    const share = hiddenFrom(a, b, obstacle)
    return share < 0 || touchesObstacle(obstacle, a.lon, a.lat) ? -1 : share
  }

  /** Buildings around a piece of a line, with how far they are to be moved to lie where it runs: beyond the antimeridian by a whole turn. */
  #near(ax: number, ay: number, bx: number, by: number): (readonly [LiveFeature, number])[] {
    const layer = this.#live.layer('building')
    const [west, east] = ax < bx ? [ax, bx] : [bx, ax]
    const [south, north] = ay < by ? [ay, by] : [by, ay]
    const shifts = [0, ...(west < -180 ? [-360] : []), ...(east > 180 ? [360] : [])]
    return shifts.flatMap(shift => layer.search([west - shift, south, east - shift, north]).map(feature => [feature, shift] as const))
  }

  #obstacleOf(feature: LiveFeature): Obstacle | null {
    const known = this.#obstacles.get(feature)
    if (known !== undefined) return known
    const { geometry, properties } = feature
    const height = typeof properties.height === 'number' ? properties.height : Number.NaN
    const obstacle = geometry && isAreal(geometry) ? obstacleOf(geometry, height) : null
    this.#obstacles.set(feature, obstacle)
    return obstacle
  }
}
