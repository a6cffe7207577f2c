import { type CleanedCoverage, type CoverageFace, cleanCoverage } from '../../geo/index.ts'
import { checkCoverage } from './coverage.ts'

export interface CoverageJob {
  readonly faces: readonly CoverageFace[]
  /** Clean before checking: how far vertices may move, and how wide what is closed may be, in metres. */
  readonly clean: number | undefined
}

export interface CoverageResult extends ReturnType<typeof checkCoverage> {
  readonly cleaned: CleanedCoverage | null
}

/** What there is to do for a coverage as a whole. */
export function coverageWork({ faces, clean }: CoverageJob): CoverageResult {
  const limits = clean === undefined ? null : { snapMetres: clean, maxGapWidthMetres: clean, maxOverlapWidthMetres: clean }
  const cleaned = limits && cleanCoverage(faces, limits)
  return { cleaned, ...checkCoverage(cleaned?.faces ?? faces) }
}
