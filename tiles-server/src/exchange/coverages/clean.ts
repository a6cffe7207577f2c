import type { CleanedCoverage } from '../../geo/index.ts'
import { type Cleaning, IMPORT_LIMITS } from '../types.ts'

/** What cleaning changed, as the report tells it. */
export function cleaningOf({ moves, movedVertices, largestMove, filledGaps, resolvedOverlaps, left }: CleanedCoverage): Cleaning {
  const listed = <T>(list: readonly T[]): readonly T[] => list.slice(0, IMPORT_LIMITS.listed)
  return {
    moves: listed(moves),
    movedVertices,
    largestMove,
    filledGaps: listed(filledGaps),
    resolvedOverlaps: listed(resolvedOverlaps),
    left: listed(left),
  }
}
