import type { Feature, Geometry } from 'geojson'
import { type Bbox, bboxOf } from '../../../../tiles-server/src/geo/index.ts'
import type { ImportReport, Place } from '../../api/imports.ts'

/** One line of a report, with the number it has in the list and on the map. */
export interface Problem {
  readonly n: number
  readonly kind: 'refusal' | 'rejected' | 'warning' | 'fixed'
  readonly rule: string
  readonly detail: string
  readonly row?: number
  readonly id?: string
  readonly value?: string
  /** Where the rule is broken, else somewhere on the row's feature when that is in the preview. */
  readonly at?: Place
  /** West, south, east, north of the row's feature when that is in the preview. */
  readonly bounds?: Bbox
}

export interface ProblemGroup {
  readonly kind: Problem['kind']
  readonly rule: string
  readonly problems: readonly Problem[]
}

/** A report's findings by rule, the gravest first; numbered in the order in which they are listed. */
export function groupsOf(report: ImportReport, sample: readonly Feature<Geometry | null>[]): ProblemGroup[] {
  const byRow = new Map(sample.map(feature => [Number(feature.id), feature.geometry]))
  const left = report.cleaning?.left ?? []
  const lines: Omit<Problem, 'n'>[] = [
    // What the counts say already is no finding of its own.
    ...report.refusals.filter(note => note.rule !== 'all-or-nothing').map(note => ({ ...note, kind: 'refusal' as const })),
    ...report.rejected.map(line => ({ ...line, kind: 'rejected' as const })),
    ...report.fixes.map(line => ({ ...line, kind: 'fixed' as const })),
    ...[...report.warnings, ...left].map(note => ({ ...note, kind: 'warning' as const })),
  ]
  const groups = new Map<string, Omit<Problem, 'n'>[]>()
  for (const line of lines) {
    const key = `${line.kind} ${line.rule}`
    const known = groups.get(key)
    if (known) known.push(line)
    else groups.set(key, [line])
  }
  let n = 0
  return [...groups.values()].map(found => ({
    kind: found[0]!.kind,
    rule: found[0]!.rule,
    problems: found.map(line => {
      const { at, ...rest } = line
      const geometry = line.row === undefined ? undefined : byRow.get(line.row)
      const bounds = geometry ? bboxOf(geometry) : null
      const place = at && isOnEarth(at) ? at : bounds && middleOf(bounds)
      return { ...rest, n: ++n, ...(place ? { at: place } : {}), ...(bounds ? { bounds } : {}) }
    }),
  }))
}

/** Other places cannot be shown. */
const isOnEarth = ([lon, lat]: Place): boolean => Math.abs(lon) <= 180 && Math.abs(lat) <= 85

const middleOf = ([west, south, east, north]: Bbox): Place => [(west + east) / 2, (south + north) / 2]
