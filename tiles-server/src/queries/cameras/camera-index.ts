import { lonRanges, packedTree, reachBoxes } from '../../geo/index.ts'
import type { Live, LiveFeature } from '../../live/index.ts'
import { type Camera, readCamera } from './camera.ts'

type CameraTree = ReturnType<typeof packedTree<Reach>>

/** A box that holds all a camera can see; it has two when it stands at the antimeridian. Degrees. */
interface Reach {
  readonly camera: Camera
  readonly minX: number
  readonly minY: number
  readonly maxX: number
  readonly maxY: number
}

/** Cameras by the boxes of what they could reach: built when it is first asked, then kept current change by change. */
export class CameraIndex {
  readonly #live: Live
  #tree: CameraTree | null = null
  readonly #reaches = new Map<string, readonly Reach[]>()

  constructor(live: Live) {
    this.#live = live
    live.onApplied(({ diffs, reset }) => {
      if (!this.#tree) return
      if (reset.includes('camera')) {
        this.#tree = null
        return
      }
      for (const { layer, before, after } of diffs) if (layer === 'camera') this.#replace((after ?? before)!.id, after)
    })
  }

  /** Cameras that may reach into a box (degrees, longitudes may leave -180 to 180), each once, in no particular order. */
  within(west: number, south: number, east: number, north: number): Camera[] {
    this.#tree ??= this.#build()
    const found = new Set<Camera>()
    for (const [minX, maxX] of lonRanges(west, east)) {
      for (const { camera } of this.#tree.search({ minX, minY: south, maxX, maxY: north })) found.add(camera)
    }
    return [...found]
  }

  #build(): CameraTree {
    this.#reaches.clear()
    const all: Reach[] = []
    for (const feature of this.#live.layer('camera').all()) {
      const reaches = reachesOf(feature)
      if (reaches.length === 0) continue
      this.#reaches.set(feature.id, reaches)
      all.push(...reaches)
    }
    return packedTree(all)
  }

  #replace(id: string, after: LiveFeature | undefined): void {
    for (const reach of this.#reaches.get(id) ?? []) this.#tree!.remove(reach)
    this.#reaches.delete(id)
    const reaches = after ? reachesOf(after) : []
    for (const reach of reaches) this.#tree!.insert(reach)
    if (reaches.length > 0) this.#reaches.set(id, reaches)
  }
}

function reachesOf(feature: LiveFeature): Reach[] {
  const camera = readCamera(feature)
  if (!camera) return []
  const { lon, lat } = camera.plane
  return reachBoxes(lon, lat, camera.range).map(([minX, minY, maxX, maxY]) => ({ camera, minX, minY, maxX, maxY }))
}
