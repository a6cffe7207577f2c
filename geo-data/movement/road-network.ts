import { geodesicBetween } from '../../tiles-server/src/geo/index.ts'

/** A road as it is drawn: longitude and latitude, WGS 84. */
export interface RoadLine {
  readonly points: readonly (readonly number[])[]
  /** Class of the road: expressway, arterial, collector, local, path. */
  readonly class: string
}

/** A piece of road between two crossings or ends. */
export interface Stretch {
  readonly from: Crossing
  readonly to: Crossing
  readonly points: readonly (readonly number[])[]
  /** Metres from its start to each of its points. */
  readonly along: readonly number[]
  readonly length: number
  readonly class: string
}

/** Where roads meet or end. */
export interface Crossing {
  readonly lon: number
  readonly lat: number
  /** Stretches that begin or end here; one that does both is there twice. */
  readonly stretches: Stretch[]
}

const keyOf = ([lon, lat]: readonly number[]): string => `${Math.round(lon! * 1e7)},${Math.round(lat! * 1e7)}`

/** Roads that meet in vertices they share, cut there: the largest part in which one can get from everywhere to everywhere. */
export class RoadNetwork {
  readonly crossings: readonly Crossing[]
  readonly stretches: readonly Stretch[]

  /** Throws RangeError when there is no road of any length. */
  constructor(roads: readonly RoadLine[]) {
    const stretches = cut(roads)
    this.crossings = largestPart(stretches)
    if (this.crossings.length === 0) throw new RangeError(`of ${roads.length} roads none has a length`)
    const own = new Set(this.crossings)
    this.stretches = stretches.filter(({ from }) => own.has(from))
  }

  /** The crossing nearest to a place. */
  nearest(lon: number, lat: number): Crossing {
    const shrink = Math.cos((lat * Math.PI) / 180)
    let [best, least] = [this.crossings[0]!, Infinity]
    for (const crossing of this.crossings) {
      const away = ((crossing.lon - lon) * shrink) ** 2 + (crossing.lat - lat) ** 2
      if (away < least) [best, least] = [crossing, away]
    }
    return best
  }
}

function cut(roads: readonly RoadLine[]): Stretch[] {
  const uses = new Map<string, number>()
  for (const { points } of roads)
    for (const [i, point] of points.entries()) {
      // An end is where something begins or ends, whatever else comes by.
      const weight = i === 0 || i === points.length - 1 ? 2 : 1
      uses.set(keyOf(point), (uses.get(keyOf(point)) ?? 0) + weight)
    }
  const crossings = new Map<string, Crossing>()
  const crossingAt = (point: readonly number[]): Crossing => {
    const known = crossings.get(keyOf(point))
    if (known) return known
    const made = { lon: point[0]!, lat: point[1]!, stretches: [] }
    crossings.set(keyOf(point), made)
    return made
  }
  const stretches: Stretch[] = []
  for (const { points, class: kind } of roads) {
    for (let start = 0, i = 1; i < points.length; i++) {
      if (uses.get(keyOf(points[i]!))! < 2) continue
      const own = points.slice(start, i + 1)
      start = i
      const along = [0]
      for (let k = 1; k < own.length; k++) along.push(along[k - 1]! + metres(own[k - 1]!, own[k]!))
      if (along.at(-1)! <= 0) continue
      const stretch = { from: crossingAt(own[0]!), to: crossingAt(own.at(-1)!), points: own, along, length: along.at(-1)!, class: kind }
      stretch.from.stretches.push(stretch)
      stretch.to.stretches.push(stretch)
      stretches.push(stretch)
    }
  }
  return stretches
}

const metres = (a: readonly number[], b: readonly number[]): number => geodesicBetween(a[0]!, a[1]!, b[0]!, b[1]!).metres

/** Of the crossings that roads join, those of the largest part, by the number of crossings. */
function largestPart(stretches: readonly Stretch[]): Crossing[] {
  const seen = new Set<Crossing>()
  let largest: Crossing[] = []
  for (const { from } of stretches) {
    if (seen.has(from)) continue
    seen.add(from)
    const part = [from]
    // The list grows while it is gone through.
    for (const crossing of part) {
      for (const stretch of crossing.stretches) {
        for (const next of [stretch.from, stretch.to]) {
          if (seen.has(next)) continue
          seen.add(next)
          part.push(next)
        }
      }
    }
    if (part.length > largest.length) largest = part
  }
  return largest
}
