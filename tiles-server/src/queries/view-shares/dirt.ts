import { type Bbox, reachBoxes } from '../../geo/index.ts'
import type { AppliedBatch, Live, LiveFeature } from '../../live/index.ts'
import type { CameraIndex } from '../cameras/camera-index.ts'
import { type CityNow, numbersOf } from './pack.ts'

/** More than this is no longer noted one by one: all is looked at. */
const MANY_NOTES = 300
/** Up to so many leaves what is near them is searched for; for more all is taken. */
const FEW_LEAVES = 100

/** Which leaf units may have other shares than before: a change dirties those that what it changed can reach. */
export class Dirt {
  readonly #live: Live
  readonly #cameras: CameraIndex
  #all = true
  readonly #leaves = new Set<string>()
  /** Where something else is in view, or another road. */
  readonly #boxes: Bbox[] = []
  /** Where buildings changed: it matters as far as cameras near see. */
  readonly #built: Bbox[] = []

  constructor(live: Live, cameras: CameraIndex) {
    this.#live = live
    this.#cameras = cameras
  }

  get isClean(): boolean {
    return !this.#all && this.#leaves.size + this.#boxes.length + this.#built.length === 0
  }

  all(): void {
    this.#all = true
  }

  note({ diffs, reset }: AppliedBatch): void {
    if (reset.some(layer => this.#concerns(layer))) this.#all = true
    for (const { layer, before, after } of diffs) {
      if (this.#all) return
      if (layer === 'camera') this.#noteCamera(before, after)
      else if (layer === 'building') this.#built.push(...boxesOf(before, after))
      else if (layer === 'road') this.#boxes.push(...boxesOf(before, after))
      else if (this.#concerns(layer)) this.#leaves.add((after ?? before)!.id)
      if (this.#leaves.size + this.#boxes.length + this.#built.length > MANY_NOTES) this.#all = true
    }
  }

  /** What decides about the dirty leaves, all of one moment, and nothing is dirty from now on. `isAll`: those are all leaves. */
  take(): CityNow & { readonly isAll: boolean; readonly dirty: ReadonlySet<string> } {
    const isAll = this.#all
    const dirty = new Set(this.#leaves)
    const leaves = isAll ? this.#live.leaves() : this.#dirtyLeaves(dirty)
    this.#all = false
    this.#leaves.clear()
    this.#boxes.length = 0
    this.#built.length = 0
    return { isAll, dirty, leaves, ...(isAll || leaves.length > FEW_LEAVES ? this.#everything() : this.#near(leaves)) }
  }

  #concerns(layer: string): boolean {
    return ['camera', 'building', 'road'].includes(layer) || (this.#live.has(layer) && this.#live.layer(layer).def.kind === 'unit')
  }

  #noteCamera(before: LiveFeature | undefined, after: LiveFeature | undefined): void {
    const [was, is] = [before && numbersOf(before), after && numbersOf(after)]
    if (was?.length === is?.length && (!was || was.every((number, i) => Object.is(number, is![i])))) return
    for (const numbers of [was, is]) if (numbers) this.#boxes.push(...reachBoxes(numbers[0]!, numbers[1]!, numbers[7]!))
  }

  #dirtyLeaves(dirty: ReadonlySet<string>): LiveFeature[] {
    const found = new Map<string, LiveFeature>()
    const take = (box: Bbox): void => {
      for (const leaf of this.#live.leaves(box)) found.set(leaf.id, leaf)
    }
    for (const box of this.#boxes) take(box)
    const seeing = new Set(this.#built.flatMap(box => this.#cameras.within(...box)).map(({ feature }) => feature))
    for (const camera of seeing) for (const box of reachOf(camera)) take(box)
    for (const def of this.#live.layers().map(layer => layer.def)) {
      if (def.kind !== 'unit') continue
      for (const id of dirty) {
        const unit = this.#live.layer(def.id).get(id)
        if (unit) for (const leaf of this.#live.leaves(boxOf(unit))) if (leaf.id === id) found.set(id, leaf)
      }
    }
    return [...found.values()]
  }

  #everything(): Omit<CityNow, 'leaves'> {
    const all = (layer: string): LiveFeature[] => [...this.#live.layer(layer).all()]
    return { cameras: all('camera'), buildings: all('building'), roads: all('road') }
  }

  #near(leaves: readonly LiveFeature[]): Omit<CityNow, 'leaves'> {
    const [cameras, buildings, roads] = [new Set<LiveFeature>(), new Set<LiveFeature>(), new Set<LiveFeature>()]
    for (const leaf of leaves) {
      for (const { feature } of this.#cameras.within(leaf.minX, leaf.minY, leaf.maxX, leaf.maxY)) cameras.add(feature)
      for (const road of this.#live.layer('road').search(boxOf(leaf))) roads.add(road)
    }
    for (const camera of cameras) {
      for (const box of reachOf(camera)) for (const building of this.#live.layer('building').search(box)) buildings.add(building)
    }
    return { cameras, buildings, roads }
  }
}

function reachOf(camera: LiveFeature): Bbox[] {
  const numbers = numbersOf(camera)
  return numbers ? reachBoxes(numbers[0]!, numbers[1]!, numbers[7]!) : []
}

const boxOf = ({ minX, minY, maxX, maxY }: LiveFeature): Bbox => [minX, minY, maxX, maxY]

const boxesOf = (...features: readonly (LiveFeature | undefined)[]): Bbox[] =>
  features.flatMap(feature => (feature ? [boxOf(feature)] : []))
