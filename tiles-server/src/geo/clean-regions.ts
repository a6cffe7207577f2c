import { type Arrangement, segmentsOfRegions } from './coverage-arrangement.ts'
import { type RegionSize, regionSizes } from './coverage-regions.ts'
import { metresBetween } from './ground.ts'

const NOBODY = -1
const ROUNDS = 100

export interface Limits {
  readonly maxGapWidthMetres: number
  readonly maxOverlapWidthMetres: number
}

/** A region that went to a face. */
export interface Given extends RegionSize {
  /** The faces that covered it: none for a gap. */
  readonly cover: readonly number[]
  readonly to: number
}

export interface Assigned {
  /** The faces that have a region in the end: one, none (outside, or a wide gap), or several (an overlap that was left). */
  readonly facesOf: (region: number) => readonly number[]
  readonly given: readonly Given[]
  /** Regions with several faces, or narrow gaps between such, that could not be given to one. */
  readonly left: readonly (RegionSize & { readonly cover: readonly number[] })[]
}

/**
 * Gives narrow gaps and overlaps to the face with which they share the longest border; an overlap to one of the faces that cover it, and to one that would
 * have nothing else before all. What borders only on such regions waits for the next round; within a round nothing depends on the order. Widths are
 * mean widths: 2 x area / perimeter. Ties go to the lower index.
 */
export function assignRegions(arrangement: Arrangement, limits: Limits): Assigned {
  const { regions, coverOf } = arrangement
  const sizeOf = regionSizes(arrangement)
  const owner = new Int32Array(regions.count).fill(NOBODY)
  let pending: number[] = []
  const left: number[] = []
  for (let region = 1; region < regions.count; region++) {
    const cover = coverOf(region)
    if (cover.length === 1) owner[region] = cover[0]!
    else if (sizeOf(region).width <= (cover.length === 0 ? limits.maxGapWidthMetres : limits.maxOverlapWidthMetres)) pending.push(region)
    else if (cover.length > 1) left.push(region)
  }
  const given: Given[] = []
  const borders = borderLengths(arrangement, owner)
  for (let round = 0; round < ROUNDS && pending.length > 0; round++) {
    const fed = new Set(owner)
    const choices = pending.map(region => ({ region, to: choose(coverOf(region), borders(region), fed) }))
    const made = choices.filter(({ to }) => to !== NOBODY)
    if (made.length === 0) break
    for (const { region, to } of made) {
      owner[region] = to
      given.push({ ...sizeOf(region), cover: coverOf(region), to })
    }
    pending = choices.filter(({ to }) => to === NOBODY).map(({ region }) => region)
  }
  const open = [...left, ...pending]
  const several = new Map(open.map(region => [region, coverOf(region)]))
  return {
    facesOf: region => several.get(region) ?? (owner[region] === NOBODY ? [] : [owner[region]!]),
    given,
    left: open.map(region => ({ ...sizeOf(region), cover: coverOf(region) })),
  }
}

/** How long a region's border with each face is, in tenths of a millimetre: whole numbers add up the same in any order. */
function borderLengths({ graph, regions }: Arrangement, owner: Int32Array): (region: number) => Map<number, number> {
  const { xs, ys, from, to } = graph
  const { left, right, count } = regions
  const { starts, segments } = segmentsOfRegions(count, left, right)
  return region => {
    const lengths = new Map<number, number>()
    for (let i = starts[region]!; i < starts[region + 1]!; i++) {
      const s = segments[i]!
      const face = owner[left[s] === region ? right[s]! : left[s]!]!
      if (face === NOBODY) continue
      const [a, b] = [from[s]!, to[s]!]
      lengths.set(face, (lengths.get(face) ?? 0) + Math.round(metresBetween(xs[a]!, ys[a]!, xs[b]!, ys[b]!) * 1e4))
    }
    return lengths
  }
}

function choose(cover: readonly number[], borders: ReadonlyMap<number, number>, fed: ReadonlySet<number>): number {
  const hungry = cover.filter(face => !fed.has(face))
  if (hungry.length > 0) return hungry.length === 1 ? hungry[0]! : NOBODY
  const candidates = cover.length === 0 ? [...borders.keys()].sort((a, b) => a - b) : cover.filter(face => borders.has(face))
  return candidates.reduce((best, face) => (best === NOBODY || borders.get(face)! > borders.get(best)! ? face : best), NOBODY)
}
