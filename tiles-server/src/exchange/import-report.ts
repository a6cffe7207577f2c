import type { Prepared } from './prepare.ts'
import type { ReportCollector } from './report.ts'
import type { ImportOptions, ImportReport, Source } from './types.ts'

interface Outcome {
  readonly source: Source
  readonly options: ImportOptions
  readonly prepared: Prepared
  readonly report: ReportCollector
  /** Good rows. */
  readonly staged: number
  readonly refused: ImportReport['refusals']
  readonly committed: { readonly stored: number; readonly removed: number; readonly seq: number; readonly version: number } | null
}

/** The report of an import that ran to its end. A dry run counts as stored what would have been. */
export function finishReport({ source, options, prepared, report, staged, refused, committed }: Outcome): ImportReport {
  const { survey, def, existing, mode, crs } = prepared
  const dryRun = options.dryRun === true
  const stored = committed?.stored ?? (dryRun && refused.length === 0 ? staged : 0)
  return {
    layer: def.id,
    created: existing === undefined && committed !== null,
    committed: committed !== null,
    dryRun,
    version: committed?.version ?? null,
    source: source.name,
    ...(survey.info.entry === undefined ? {} : { entry: survey.info.entry }),
    format: survey.info.format,
    encoding: survey.info.encoding,
    ...(survey.info.delimiter === undefined ? {} : { delimiter: survey.info.delimiter }),
    crs: crs.name,
    id: survey.id,
    mode,
    rowsIn: survey.rows,
    stored,
    heldBack: staged - stored,
    removed: committed?.removed ?? 0,
    rejected: report.rejected,
    rejectedCount: report.rejectedCount,
    warnings: report.warnings,
    warningCount: report.warningCount,
    fixes: report.fixes,
    fixedCount: report.fixedCount,
    cleaning: report.cleaning,
    suspicion: report.suspicion,
    refusals: refused,
    memoryBytes: survey.memoryBytes,
    seq: committed?.seq ?? null,
  }
}
