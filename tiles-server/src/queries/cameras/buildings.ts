import {
  boxMissesLine,
  boxMissesTriangle,
  hiddenAlong,
  hiddenFrom,
  isAreal,
  type Leg,
  lonRanges,
  type Obstacle,
  obstacleOf,
  type SightEnd,
  type Span,
  touchesObstacle,
} from '../../geo/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live, LiveFeature } from '../../live/index.ts'

/** A line of sight longer than this (degrees) is followed piece by piece: the box around the whole of it would hold half the city. */
const PIECE = 0.001
/** Most buildings held against lines of sight, and most against views of a leg, for one answer: about two seconds. */
const MOST = { sights: 3_000_000, legs: 400_000 }

export interface Hiding {
  readonly id: string
  /** Where the line of sight gets lost, as a share of it. */
  readonly share: number
}

/** Buildings near a line of sight, and how far they are moved to lie where the line runs: beyond the antimeridian by a whole turn. */
interface Near {
  readonly features: readonly LiveFeature[]
  readonly shift: number
}

/** The buildings of one moment, read once each. Longitudes of lines may leave -180 to 180, so that they differ by less than half a turn. */
export class Buildings {
  readonly #live: Live
  readonly #obstacles = new Map<LiveFeature, Obstacle | null>()
  #sights = 0
  #legs = 0

  constructor(live: Live) {
    this.#live = live
  }

  /** How often a building was held against a line of sight or a leg. */
  get tested(): number {
    return this.#sights + this.#legs
  }

  /**
   * The building that first hides `to` from `from`; undefined when the sight is free. A building that the viewer stands in or touches hides nothing
   * from it: cameras hang on walls. Throws too-large.
   */
  firstHiding(from: SightEnd, to: SightEnd): Hiding | undefined {
    const [dx, dy] = [to.lon - from.lon, to.lat - from.lat]
    const pieces = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy)) / PIECE))
    const seen = pieces > 1 ? new Set<LiveFeature>() : null
    let first: Hiding | undefined
    for (let i = 0; i < pieces && !(first && first.share * pieces < i); i++) {
      const [a, b] = [i / pieces, (i + 1) / pieces]
      for (const { features, shift } of this.#near([from.lon + a * dx, from.lon + b * dx], [from.lat + a * dy, from.lat + b * dy])) {
        for (const feature of features) {
          if (seen?.has(feature)) continue
          seen?.add(feature)
          const share = this.#hiddenBy(feature, from, to, shift)
          if (share >= 0 && !(first && first.share <= share)) first = { id: feature.id, share }
        }
      }
    }
    return first
  }

  /** What of a leg's span each building hides from a camera, a target of a height. Throws too-large. */
  hiding(camera: SightEnd, height: number, leg: Leg, span: Span): { readonly id: string; readonly span: Span }[] {
    const corners = [0, ...span].map((u, i): readonly [number, number] =>
      i === 0 ? [camera.lon, camera.lat] : [camera.lon + leg.dLon + u * leg.alongLon, camera.lat + leg.dLat + u * leg.alongLat],
    )
    const near = this.#near(
      corners.map(([lon]) => lon),
      corners.map(([, lat]) => lat),
    )
    return near.flatMap(({ features, shift }) => {
      const from = { ...camera, lon: camera.lon - shift }
      const triangle = corners.map(([lon, lat]) => [lon - shift, lat] as const)
      return features
        .filter(feature => !boxMissesTriangle(feature, triangle))
        .flatMap(feature => this.#spansHidden(feature, from, height, leg, span).map(hidden => ({ id: feature.id, span: hidden })))
    })
  }

  #spansHidden(feature: LiveFeature, camera: SightEnd, height: number, leg: Leg, span: Span): Span[] {
    const obstacle = this.#obstacleOf(feature)
    if (!obstacle) return []
    if (++this.#legs > MOST.legs) throw tooMuch()
    const spans = hiddenAlong(camera, height, leg, obstacle, span)
    return spans.length === 0 || touchesObstacle(obstacle, camera.lon, camera.lat) ? [] : spans
  }

  #hiddenBy(feature: LiveFeature, from: SightEnd, to: SightEnd, shift: number): number {
    if (boxMissesLine(feature, from.lon - shift, from.lat, to.lon - shift, to.lat)) return -1
    const obstacle = this.#obstacleOf(feature)
    if (!obstacle) return -1
    if (++this.#sights > MOST.sights) throw tooMuch()
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

  #near(lons: readonly number[], lats: readonly number[]): Near[] {
    const layer = this.#live.layer('building')
    const [south, north] = [Math.min(...lats), Math.max(...lats)]
    return lonRanges(Math.min(...lons), Math.max(...lons)).map(([west, east, shift]) => ({
      features: layer.search([west, south, east, north]),
      shift,
    }))
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

const tooMuch = (): ZongtuError =>
  new ZongtuError(
    'too-large',
    'too many cameras and buildings to look at for one answer; ask about a shorter line, or fewer cameras by filter',
  )
