import { TARGET_HEIGHT } from '../../contract/index.ts'
import { type Geometry, isAreal, type LatticeRing, latticeRings, type Position, ringsOf } from '../../geo/index.ts'
import type { Slices } from '../../kernel/index.ts'
import type { LiveFeature } from '../../live/index.ts'
import { readCamera, viewNow } from '../cameras/camera.ts'
import type { PackedCity, PackedShapes } from './packed.ts'

/**
 * Metres beyond which what a camera sees does not count: nobody is recognised there, and the work grows with the square. The sample city's see 400 m at
 * most, and 640 m if they turn.
 */
const REACH = 1_000

/** The features that decide about some leaf units, as of one moment. */
export interface CityNow {
  readonly leaves: readonly LiveFeature[]
  readonly cameras: Iterable<LiveFeature>
  readonly buildings: Iterable<LiveFeature>
  readonly roads: Iterable<LiveFeature>
}

/** The numbers that decide what a camera sees now, as `PackedCity` has them; undefined when it sees nothing: it is not online, or its view is not known. */
export function numbersOf(feature: LiveFeature): readonly number[] | undefined {
  if (feature.properties.status !== 'online') return undefined
  const camera = readCamera(feature)
  const view = camera && viewNow(camera, TARGET_HEIGHT)
  if (!view || !(view.fov > 0) || view.near > REACH) return undefined
  const { plane, height } = camera
  return [plane.lon, plane.lat, height, view.azimuth, view.uncertainty, view.fov, view.near, Math.min(view.range, REACH)]
}

/** Features are never changed, so others may take their turn meanwhile. */
export async function pack({ leaves, cameras, buildings, roads }: CityNow, slices: Slices): Promise<PackedCity> {
  const numbers: number[] = []
  for (const feature of cameras) {
    numbers.push(...(numbersOf(feature) ?? []))
    if (slices.over()) await slices.next()
  }
  const built = new Shapes()
  const heights: number[] = []
  for (const { geometry, properties } of buildings) {
    if (slices.over()) await slices.next()
    if (!geometry || !isAreal(geometry)) continue
    built.add(ringsOf(geometry).map(ring => flat(ring.slice(0, -1))))
    heights.push(typeof properties.height === 'number' ? properties.height : Number.NaN)
  }
  const lines = new Shapes()
  for (const { geometry } of roads) {
    if (slices.over()) await slices.next()
    lines.add(linesOf(geometry).map(flat))
  }
  const units = new Shapes()
  for (const leaf of leaves) {
    if (slices.over()) await slices.next()
    units.add(outlineOf(leaf))
  }
  return {
    targetHeight: TARGET_HEIGHT,
    cameras: Float64Array.from(numbers),
    buildings: { ...built.packed(Float64Array), heights: Float64Array.from(heights) },
    roads: lines.packed(Float64Array),
    leaves: units.packed(Int32Array),
  }
}

function outlineOf({ shared, geometry }: LiveFeature): readonly LatticeRing[] {
  if (shared) return shared.latticeRings()
  return geometry && isAreal(geometry) ? latticeRings(geometry) : []
}

function linesOf(geometry: Geometry | null): readonly Position[][] {
  if (geometry?.type === 'LineString') return [geometry.coordinates]
  return geometry?.type === 'MultiLineString' ? geometry.coordinates : []
}

const flat = (positions: readonly Position[]): number[] => positions.flatMap(([lon, lat]) => [lon!, lat!])

class Shapes {
  readonly #rings: ArrayLike<number>[] = []
  readonly #shapeEnds: number[] = []

  add(rings: readonly ArrayLike<number>[]): void {
    for (const ring of rings) this.#rings.push(ring)
    this.#shapeEnds.push(this.#rings.length)
  }

  packed<T extends Float64Array | Int32Array>(Numbers: new (length: number) => T): Omit<PackedShapes, 'points'> & { readonly points: T } {
    const points = new Numbers(this.#rings.reduce((sum, ring) => sum + ring.length, 0))
    const ringEnds = new Int32Array(this.#rings.length)
    let end = 0
    for (const [i, ring] of this.#rings.entries()) {
      points.set(ring, end)
      end += ring.length
      ringEnds[i] = end
    }
    return { points, ringEnds, shapeEnds: Int32Array.from(this.#shapeEnds) }
  }
}
