import {
  buildTopology,
  type CoverageFace,
  type CoverageRegion,
  checkChangeSet,
  coverageRegions,
  type GeometryProblem,
  type Topology,
} from '../../geo/index.ts'
import { IMPORT_LIMITS, type ImportWarning } from '../types.ts'
import { mendedJunctions } from './coverage-junctions.ts'

/** Gaps and overlaps narrower than this on average are slivers, in metres, unless said otherwise. */
const SLIVER_METRES = 2

/** Ids in the list of an overlap: a heap may have thousands over each other. */
const IDS_TOLD = 20

/** What is wrong with a coverage: of each list the first 1,000, of each rule how many there are. */
export interface CoverageReport {
  /** What makes it no coverage: nothing may be stored. */
  readonly refusals: readonly ImportWarning[]
  readonly warnings: readonly ImportWarning[]
  readonly refusalCount: number
  readonly warningCount: number
  readonly counts: Readonly<Record<string, number>>
}

/**
 * Judges the faces of a coverage: exactly, in lattice integers; square metres and metres are only for reading. Refusals: `overlap` (the features, the area
 * and where), `crossing`, and whatever else makes it no coverage after noding. Warnings: `gap` (area with features all around), `t-junction` (a neighbour's
 * vertex that noding puts into an edge, and how far that moves the edge). A gap or an overlap whose mean width (2 x area / perimeter) is below
 * `sliverMetres` is a `sliver`, largest first: a wide gap may be a lake, a sliver is dirt.
 */
export function checkCoverage(faces: readonly CoverageFace[], { sliverMetres = SLIVER_METRES } = {}): CoverageReport {
  const { topology, problems } = buildTopology(faces)
  const found = problems.length > 0 ? problems : checkChangeSet([], nodedFaces(topology, faces), { outlineFree: true })
  if (found.length > 0) return refused(faces, found, sliverMetres)
  const gaps = outlineGaps(topology).map(gap => gapWarning(gap, sliverMetres))
  return reported([], [...gaps, ...mendedJunctions(topology, faces)])
}

function reported(refusals: readonly ImportWarning[], warnings: readonly ImportWarning[]): CoverageReport {
  const counts: Record<string, number> = {}
  for (const { rule } of [...refusals, ...warnings]) counts[rule] = (counts[rule] ?? 0) + 1
  return {
    refusals: refusals.slice(0, IMPORT_LIMITS.listed),
    warnings: warnings.slice(0, IMPORT_LIMITS.listed),
    refusalCount: refusals.length,
    warningCount: warnings.length,
    counts,
  }
}

function nodedFaces(topology: Topology, faces: readonly CoverageFace[]): CoverageFace[] {
  return faces.flatMap(({ id }) => {
    const rings = topology.rings(id)
    const geometry = rings === undefined ? null : topology.geometry(rings)
    return geometry === null ? [] : [{ id, geometry }]
  })
}

/** Measured overlaps say more than the edges at which they were noticed. */
function refused(faces: readonly CoverageFace[], found: readonly GeometryProblem[], sliverMetres: number): CoverageReport {
  const regions = coverageRegions(faces)
  const overlaps = (regions?.overlaps ?? []).map(overlap => overlapRefusal(overlap, sliverMetres))
  const others = found.filter(({ rule }) => rule !== 'overlap' || overlaps.length === 0)
  const refusals = [...overlaps, ...others.map(({ rule, detail, at }) => ({ rule, detail, ...(at === undefined ? {} : { at }) }))]
  return reported(
    refusals,
    (regions?.gaps ?? []).map(gap => gapWarning(gap, sliverMetres)),
  )
}

/** Holes of the merged outline without the islands in them. */
function outlineGaps(topology: Topology): CoverageRegion[] {
  const outline = topology.group(() => 'all').get('all')
  const geometry = outline === undefined ? null : topology.geometry(outline)
  return geometry === null ? [] : (coverageRegions([{ id: 'all', geometry }])?.gaps ?? [])
}

const rounded = (value: number): string => (value < 10 ? value.toPrecision(2) : String(Math.round(value)))
const size = ({ area, width }: CoverageRegion): string => `about ${rounded(area)} m², ${rounded(width)} m wide`

function gapWarning(gap: CoverageRegion, sliverMetres: number): ImportWarning {
  const { at, area, width } = gap
  const rule = width < sliverMetres ? 'sliver' : 'gap'
  return { rule, detail: `a gap that no feature covers: ${size(gap)} on average`, at, area, width }
}

function overlapRefusal(overlap: CoverageRegion, sliverMetres: number): ImportWarning {
  const { at, area, width, ids } = overlap
  const named = `${ids
    .slice(0, 5)
    .map(id => `"${id}"`)
    .join(', ')}${ids.length > 5 ? ` and ${ids.length - 5} more` : ''}`
  const rule = width < sliverMetres ? 'sliver' : 'overlap'
  return { rule, detail: `features ${named} overlap: ${size(overlap)} on average`, at, area, width, ids: ids.slice(0, IDS_TOLD) }
}
