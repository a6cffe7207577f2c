import { type FarVertex, FULL_PRECISION_ZOOM, farthestVertex, toleranceAt } from './simplify.ts'

const SQUARED_TOLERANCES = Array.from({ length: FULL_PRECISION_ZOOM }, (_, zoom) => toleranceAt(zoom) ** 2)

/** A stretch of an arc drawn as one straight line from a zoom on; `forced`: how many more vertices it must give at that zoom. */
interface Chord {
  readonly first: number
  readonly last: number
  readonly zoom: number
  readonly forced: number
}

/**
 * For each vertex of an arc the first zoom at which it is drawn, 0 to FULL_PRECISION_ZOOM: Douglas-Peucker in web mercator for all zooms in
 * one pass, so that a vertex once drawn stays at every closer zoom. It is made safe by `sweeps`: a chord that would sweep over a foreign vertex is split
 * again, at its farthest vertex, at every zoom. No vertex is swept over, so simplified arcs cannot cross and no face turns inside out.
 *
 * @param world the arc's vertices in web mercator, flat; a closed arc repeats its first vertex at the end
 * @param least vertices that must be drawn at every zoom, ends included: 2 to 4; the arc has at least as many
 * @param sweeps whether drawing vertices i..j as one straight line sweeps over a vertex of the coverage
 */
export function vertexZooms(world: Float64Array, least: number, sweeps: (i: number, j: number) => boolean): Uint8Array {
  const count = world.length >> 1
  const zooms = new Uint8Array(count).fill(FULL_PRECISION_ZOOM)
  zooms[0] = zooms[count - 1] = 0
  const stack: Chord[] = [{ first: 0, last: count - 1, zoom: 0, forced: least - 2 }]
  for (;;) {
    const chord = stack.pop()
    if (!chord) return zooms
    const far = farthestVertex(world, chord.first, chord.last)
    if (!far) continue
    const { low, high, squared } = far
    const isBound = chord.forced > 0 || sweeps(chord.first, chord.last)
    const zoom = isBound ? chord.zoom : firstBeyond(squared, chord.zoom)
    if (zoom >= FULL_PRECISION_ZOOM) continue
    zooms[low] = zooms[high] = zoom
    const forced = shareForced(world, chord, far)
    // A vertex visited twice is kept at its first and its last visit, so that both directions agree.
    if (high > low) stack.push({ first: low, last: high, zoom, forced: 0 })
    stack.push(
      { first: high, last: chord.last, zoom, forced: forced.after },
      { first: chord.first, last: low, zoom, forced: forced.before },
    )
  }
}

/** The first zoom from `zoom` on whose tolerance a vertex at this squared distance exceeds. */
function firstBeyond(squared: number, zoom: number): number {
  let at = zoom
  while (at < FULL_PRECISION_ZOOM && squared <= SQUARED_TOLERANCES[at]!) at++
  return at
}

/** What is still owed after a split goes to the side that has the vertex farther off. */
function shareForced(world: Float64Array, { first, last, forced }: Chord, { low, high }: FarVertex): { before: number; after: number } {
  if (forced < 2) return { before: 0, after: 0 }
  const before = farthestVertex(world, first, low)?.squared ?? -1
  const after = farthestVertex(world, high, last)?.squared ?? -1
  return before >= after ? { before: forced - 1, after: 0 } : { before: 0, after: forced - 1 }
}
