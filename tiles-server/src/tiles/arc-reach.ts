import { gridSize } from '../geo/index.ts'
import type { Outline } from '../live/index.ts'
import type { Box, Chain, RunBuffer } from './arc-run.ts'
import type { Frame } from './frame.ts'

/** Numbers of an arc in `reachOf`. */
const REACH = 8

/** Where the arcs of a chain lie, for each in its order: least x and y, largest x and y, x and y of its first and of its last vertex; world coordinates. */
export function reachOf(chain: Chain, frame: Frame): Float64Array {
  const reach = new Float64Array(chain.length * REACH)
  chain.forEach(({ arc, reversed }, c) => {
    const world = frame.arc(arc)
    const box = [Infinity, Infinity, -Infinity, -Infinity]
    for (let i = 0; i < world.length; i += 2) {
      box[0] = Math.min(box[0]!, world[i]!)
      box[1] = Math.min(box[1]!, world[i + 1]!)
      box[2] = Math.max(box[2]!, world[i]!)
      box[3] = Math.max(box[3]!, world[i + 1]!)
    }
    const ends = [world.subarray(0, 2), world.subarray(-2)]
    if (reversed) ends.reverse()
    reach.set([...box, ...ends[0]!, ...ends[1]!], c * REACH)
  })
  return reach
}

/**
 * A ring of which a window is going to be cut out. An arc that lies beyond one side of the window comes as its two ends: wherever it goes there, cutting to
 * that side leaves nothing of it, and most arcs of a unit lie beyond a tile of a high zoom.
 */
export function joinNear(chain: Chain, reach: Float64Array, { outline, zoom, frame, window }: Near, into: RunBuffer): void {
  const size = gridSize(zoom)
  const west = window.minX / size
  const north = window.minY / size
  const east = window.maxX / size
  const south = window.maxY / size
  into.begin()
  for (let c = 0, at = 0; c < chain.length; c++, at += REACH) {
    if (reach[at + 2]! < west || reach[at]! > east || reach[at + 3]! < north || reach[at + 1]! > south) {
      into.add(Math.round(reach[at + 4]! * size), Math.round(reach[at + 5]! * size))
      into.add(Math.round(reach[at + 6]! * size), Math.round(reach[at + 7]! * size))
    } else {
      const { arc, reversed } = chain[c]!
      into.addArc(frame.arc(arc), outline.zooms(arc), reversed, zoom)
    }
  }
  into.close()
}

/** What a ring is drawn for: `window` is a box of the zoom's grid. */
interface Near {
  readonly outline: Outline
  readonly zoom: number
  readonly frame: Frame
  readonly window: Box
}
