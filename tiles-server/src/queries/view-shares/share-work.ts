import {
  areaOfBoth,
  type CellRows,
  cellsIn,
  cellsInView,
  fromLattice,
  localPlane,
  type NearObstacle,
  packedTree,
  pointInRings,
  reachBoxes,
  toLattice,
  unionOf,
} from '../../geo/index.ts'
import { CAMERA, type PackedCity, partOf, SHARE } from './packed.ts'
import { roadIn, roadsOf } from './road-metres.ts'

/** Numbers of cells that are kept of cameras for the leaves that come: 64 MB. */
const KEPT = 16_000_000

interface Boxed {
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

interface Built extends Boxed {
  readonly near: Omit<NearObstacle, 'shift'>
}

/** A camera's reach: two boxes at the antimeridian. */
interface Reach extends Boxed {
  readonly camera: number
}

/**
 * Works out the shares of leaf units, `SHARE` numbers each, in their order: which cells of the raster (geo/cell-rows.ts) lie in the unit, and which of those
 * some camera sees; and its roads, by the cells they run through. Each step is one leaf or less; it yields how many leaves are done.
 */
export function* shareSteps(city: PackedCity): Generator<number, Float64Array> {
  const { leaves } = city
  const count = leaves.shapeEnds.length
  const shares = new Float64Array(SHARE * count)
  const views = new Views(city)
  const roads = packedTree(roadsOf(city.roads))
  yield 0
  for (let i = 0; i < count; i++) {
    const [from, to] = partOf(leaves.shapeEnds, i)
    const rings = Array.from({ length: to - from }, (_, k) => leaves.points.subarray(...partOf(leaves.ringEnds, from + k)))
    const steps = boxOf(rings)
    if (!steps) continue
    const box = {
      minX: fromLattice(steps.minX),
      minY: fromLattice(steps.minY),
      maxX: fromLattice(steps.maxX),
      maxY: fromLattice(steps.maxY),
    }
    const seen: CellRows[] = []
    const reaching = views.reaching(box)
    for (const camera of reaching) {
      seen.push(views.cells(camera))
      yield i
    }
    const own = cellsIn(rings)
    const union = unionOf(seen, own.first, own.first + own.starts.length - 1)
    const { area, both } = areaOfBoth(own, union)
    const { metres, inView } = roadIn(rings, box, roads.search(box), union)
    const cameras = reaching.filter(camera => pointInRings(...views.placeOf(camera), rings)).length
    shares.set([area, both, metres, inView, cameras], SHARE * i)
    yield i + 1
  }
  return shares
}

/** What cameras see; each looks once, unless so many do that what the first saw is forgotten. */
class Views {
  readonly #cameras: Float64Array
  readonly #targetHeight: number
  readonly #reaches: ReturnType<typeof packedTree<Reach>>
  readonly #buildings: ReturnType<typeof packedTree<Built>>
  readonly #known = new Map<number, CellRows>()
  #kept = 0

  constructor({ cameras, buildings, targetHeight }: PackedCity) {
    this.#targetHeight = targetHeight
    this.#cameras = cameras
    const reaches: Reach[] = []
    for (let at = 0; at < cameras.length; at += CAMERA) {
      for (const [minX, minY, maxX, maxY] of reachBoxes(cameras[at]!, cameras[at + 1]!, cameras[at + 7]!)) {
        reaches.push({ camera: at, minX, minY, maxX, maxY })
      }
    }
    this.#reaches = packedTree(reaches)
    this.#buildings = packedTree(builtOf(buildings))
  }

  /** Cameras that may see into a box, in a fixed order. */
  reaching(box: Boxed): number[] {
    return [...new Set(this.#reaches.search(box).map(({ camera }) => camera))].sort((a, b) => a - b)
  }

  placeOf(camera: number): readonly [x: number, y: number] {
    return [toLattice(this.#cameras[camera]!), toLattice(this.#cameras[camera + 1]!)]
  }

  cells(camera: number): CellRows {
    const known = this.#known.get(camera)
    if (known) return known
    const cells = this.#look(camera)
    this.#known.set(camera, cells)
    this.#kept += sizeOf(cells)
    for (const [first, old] of this.#known) {
      if (this.#kept <= KEPT) break
      this.#known.delete(first)
      this.#kept -= sizeOf(old)
    }
    return cells
  }

  #look(at: number): CellRows {
    const [lon, lat, height, azimuth, uncertainty, fov, near, range] = Array.from(this.#cameras.subarray(at, at + CAMERA)) as Eight
    const obstacles = reachBoxes(lon, lat, range).flatMap(([minX, minY, maxX, maxY]) => {
      const off = lon - (minX + maxX) / 2
      // The part of its reach beyond the antimeridian.
      const shift = Math.abs(off) > 180 ? 360 * Math.sign(off) : 0
      return this.#buildings.search({ minX, minY, maxX, maxY }).map(({ near: each }): NearObstacle => ({ ...each, shift }))
    })
    return cellsInView({ plane: localPlane(lon, lat), height }, { azimuth, uncertainty, fov, near, range }, this.#targetHeight, obstacles)
  }
}

type Eight = [number, number, number, number, number, number, number, number]

const sizeOf = ({ starts, runs }: CellRows): number => starts.length + runs.length

function builtOf({ points, ringEnds, shapeEnds, heights }: PackedCity['buildings']): Built[] {
  return Array.from(heights, (height, i): Built => {
    const [from, to] = partOf(shapeEnds, i)
    const rings = Array.from({ length: to - from }, (_, k) => points.subarray(...partOf(ringEnds, from + k)))
    const box = boxOf(rings)!
    return { ...box, near: { obstacle: { height, rings }, box: [box.minX, box.minY, box.maxX, box.maxY] } }
  })
}

/** Bounds of rings, in what they are in; undefined where there are none. */
function boxOf(rings: readonly (Float64Array | Int32Array)[]): Boxed | undefined {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const ring of rings) {
    for (let i = 0; i < ring.length; i += 2) {
      minX = Math.min(minX, ring[i]!)
      maxX = Math.max(maxX, ring[i]!)
      minY = Math.min(minY, ring[i + 1]!)
      maxY = Math.max(maxY, ring[i + 1]!)
    }
  }
  return minX <= maxX ? { minX, minY, maxX, maxY } : undefined
}
