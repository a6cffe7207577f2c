import { type CameraCoverage, TARGET_HEIGHT, type ViewShare } from '../../contract/index.ts'
import { CELL_METRES } from '../../geo/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live, LiveFeature } from '../../live/index.ts'
import type { LeafShare, Shares } from './shares.ts'

interface Node {
  readonly unit: LiveFeature
  readonly level: string
  readonly children: Node[]
  isBelow: boolean
}

/** Null: of some leaf below it is not known. */
type Sums = LeafShare | null

/** Shares of units of all levels: those of leaves, and above them their sums, which are exact: whole numbers are added. */
export class UnitShares {
  readonly #live: Live
  readonly #shares: Shares
  #stamp = ''
  #byCode = new Map<string, Node>()
  #top: Node[] = []
  #leaves = new Set<string>()
  readonly #sums = new Map<Node, Sums>()

  constructor(live: Live, shares: Shares) {
    this.#live = live
    this.#shares = shares
  }

  /** Of the unit with a code, or of the one on top. Throws unknown-feature. */
  of(code: string | undefined): CameraCoverage {
    this.#shares.start()
    this.#renew()
    const node = code === undefined ? (this.#top.length === 1 ? this.#top[0] : undefined) : this.#byCode.get(code)
    if (code !== undefined && !node)
      throw new ZongtuError('unknown-feature', `there is no unit with code ${JSON.stringify(code.slice(0, 64))}`)
    const children = node?.children ?? this.#top
    const { seq, progress, isCurrent } = this.#shares
    return {
      unit: node ? named(node) : null,
      cell_m: CELL_METRES,
      target_height_m: TARGET_HEIGHT,
      state: isCurrent ? 'current' : 'computing',
      progress,
      seq,
      ...shareOf(node ? this.#sumOf(node) : this.#add(children)),
      children: children.map(child => ({ ...named(child), ...shareOf(this.#sumOf(child)) })),
    }
  }

  /** The share of each unit, by its id. */
  *all(): Iterable<[string, ViewShare]> {
    this.#renew()
    for (const node of this.#byCode.values()) yield [node.unit.id, shareOf(this.#sumOf(node))]
  }

  #renew(): void {
    const layers = this.#live.layers().filter(({ def }) => def.kind === 'unit')
    const units = layers.map(({ def, seq, size }) => `${def.id}:${seq}:${size}`).join()
    const stamp = `${units} ${this.#shares.edition}`
    if (stamp === this.#stamp) return
    this.#stamp = stamp
    this.#sums.clear()
    const nodes = layers.flatMap(layer =>
      [...layer.all()].map((unit): Node => ({ unit, level: layer.def.id, children: [], isBelow: false })),
    )
    const byId = new Map(nodes.map(node => [node.unit.id, node]))
    this.#byCode = new Map(nodes.map(node => [String(node.unit.properties.code), node]))
    for (const node of nodes) {
      const parent = byId.get(String(node.unit.properties.parent))
      if (!parent) continue
      parent.children.push(node)
      node.isBelow = true
    }
    this.#leaves = new Set(this.#live.leaves().map(({ id }) => id))
    this.#top = nodes.filter(({ isBelow }) => !isBelow)
    for (const { children } of [{ children: this.#top }, ...nodes]) children.sort((a, b) => (codeOf(a) < codeOf(b) ? -1 : 1))
  }

  #sumOf(node: Node): Sums {
    const known = this.#sums.get(node)
    if (known !== undefined) return known
    this.#sums.set(node, null) // a unit that is its own ancestor adds nothing
    const { id } = node.unit
    const sum = this.#leaves.has(id) ? (this.#shares.known.get(id) ?? null) : this.#add(node.children)
    this.#sums.set(node, sum)
    return sum
  }

  #add(nodes: readonly Node[]): Sums {
    let sum: LeafShare = [0, 0, 0, 0, 0]
    for (const node of nodes) {
      const part = this.#sumOf(node)
      if (!part) return null
      sum = sum.map((number, i) => number + part[i]!) as unknown as LeafShare
    }
    return this.#shares.seq === null ? null : sum
  }
}

const codeOf = ({ unit }: Node): string => String(unit.properties.code)
const named = (node: Node) => ({ level: node.level, code: codeOf(node), name: String(node.unit.properties.name) })

const UNKNOWN: ViewShare = {
  area_share: null,
  road_share: null,
  area_m2: null,
  area_in_view_m2: null,
  road_m: null,
  road_in_view_m: null,
  cameras: null,
}

function shareOf(sums: Sums): ViewShare {
  if (!sums) return UNKNOWN
  const [area, seen, road, seenRoad, cameras] = sums
  return {
    area_share: area > 0 ? seen / area : null,
    road_share: road > 0 ? seenRoad / road : null,
    area_m2: area / 1e4,
    area_in_view_m2: seen / 1e4,
    road_m: road / 1e6,
    road_in_view_m: seenRoad / 1e6,
    cameras,
  }
}
