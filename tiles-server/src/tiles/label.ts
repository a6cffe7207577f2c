import type { LayerDef } from '../contract/index.ts'
import { EXTENT, gridSize, type TileId } from '../geo/index.ts'
import type { LiveFeature } from '../live/index.ts'
import { type Frame, WGS84 } from './frame.ts'
import { type GridGeometry, generalise, gridPoint } from './generalise.ts'

/** The tile layer with a unit level's names; no layer can be called so. */
export const labelLayer = (id: string): string => `${id}:label`

/** Best-first search gives up refining after this many squares. */
const MAX_SQUARES = 600

/** By outline where there is one: an area that only got another attribute keeps it. */
const known = new WeakMap<object, readonly [x: number, y: number] | null>()

/** Names are placed on the geometry of one zoom, so that they stay put while the map zooms within the level. */
const placedAt = (def: LayerDef): number => Math.min(16, (def.focus?.[0] ?? def.minzoom) + 1)

/**
 * Where a unit's name stands at a zoom, in grid units of that zoom; the same place on the ground in every frame: in one tile only, so that a unit that many tiles share is named once.
 * Held within the unit's own bounds: a coarse grid may round the geometry it is placed on kilometres away from a small unit, and a tile only
 * looks at the features whose bounds meet it.
 * Null when nothing is left of the unit.
 */
export function labelAt(feature: LiveFeature, def: LayerDef, zoom: number, frame: Frame): readonly [x: number, y: number] | null {
  const outline = feature.shared ?? feature
  let place = known.get(outline)
  if (place === undefined) {
    const area = generalise(feature, placedAt(def), WGS84).find(grid => grid.type === 3)
    place = area ? innermost(area) : null
    known.set(outline, place)
  }
  if (!place) return null
  const from = gridSize(placedAt(def))
  const [x, y] = frame.world(place[0] / from, place[1] / from)
  const [west, north] = gridPoint([feature.minX, feature.maxY], zoom, frame)
  const [east, south] = gridPoint([feature.maxX, feature.minY], zoom, frame)
  return [hold(Math.floor(x * gridSize(zoom)), west, east), hold(Math.floor(y * gridSize(zoom)), north, south)]
}

const hold = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))

/** The label's position inside tile x/y, or null when another tile has it. */
export function labelIn(feature: LiveFeature, def: LayerDef, [z, x, y]: TileId, frame: Frame): [number, number] | null {
  const at = labelAt(feature, def, z, frame)
  if (!at) return null
  const local: [number, number] = [at[0] - x * EXTENT, at[1] - y * EXTENT]
  return local.every(value => value >= 0 && value < EXTENT) ? local : null
}

interface Square {
  readonly x: number
  readonly y: number
  readonly half: number
  /** Distance from the middle to the nearest edge; negative outside. */
  readonly depth: number
  /** No point of the square can be deeper. */
  readonly limit: number
}

/**
 * The point farthest from the edges ("pole of inaccessibility"), by splitting the most promising square until none can be better by more
 * than a hundredth of the area's size.
 */
function innermost({ runs, minX, minY, maxX, maxY }: GridGeometry): [number, number] {
  const size = Math.max(1, Math.min(maxX - minX, maxY - minY))
  const good = size / 100
  const square = (x: number, y: number, half: number): Square => {
    const depth = depthAt(runs, x, y)
    return { x, y, half, depth, limit: depth + half * Math.SQRT2 }
  }
  let best = square((minX + maxX) / 2, (minY + maxY) / 2, 0)
  let queue: Square[] = []
  for (let x = minX; x < maxX; x += size) for (let y = minY; y < maxY; y += size) queue.push(square(x + size / 2, y + size / 2, size / 2))
  for (let looked = 0; looked < MAX_SQUARES; looked += 4) {
    queue.sort((a, b) => a.limit - b.limit || b.x - a.x || b.y - a.y)
    const next = queue.pop()
    if (!next) break
    if (next.depth > best.depth) {
      best = next
      queue = queue.filter(candidate => candidate.limit > best.depth + good)
    }
    if (next.limit <= best.depth + good) break
    const half = next.half / 2
    for (const dx of [-half, half]) for (const dy of [-half, half]) queue.push(square(next.x + dx, next.y + dy, half))
  }
  return [best.x, best.y]
}

/** Distance to the nearest edge of any ring, negative where even-odd says outside. */
function depthAt(runs: readonly Int32Array[], x: number, y: number): number {
  let inside = false
  let nearest = Infinity
  for (const run of runs) {
    for (let i = 0, j = run.length - 2; i < run.length; j = i, i += 2) {
      const [ax, ay, bx, by] = [run[j]!, run[j + 1]!, run[i]!, run[i + 1]!]
      if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) inside = !inside
      nearest = Math.min(nearest, squaredDistance(x, y, ax, ay, bx, by))
    }
  }
  return (inside ? 1 : -1) * Math.sqrt(nearest)
}

function squaredDistance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const t = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return (x - ax - t * dx) ** 2 + (y - ay - t * dy) ** 2
}
