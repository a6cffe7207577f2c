import { setImmediate as turn } from 'node:timers/promises'
import { TOLD_ONLY } from './advice.ts'
import { cleaningOf } from './coverages/clean.ts'
import { workOnCoverage } from './coverages/coverage-thread.ts'
import { judgeDatum } from './datum/datum-units.ts'
import { finishReport } from './import-report.ts'
import { type ImportsDeps, type Prepared, prepare, warnAboutSource } from './prepare.ts'
import { ReportCollector } from './report.ts'
import { rowNamer } from './rows.ts'
import { badImport } from './shown.ts'
import { Transfer } from './transfer.ts'
import type { ImportCall, ImportOptions, ImportReport, Source } from './types.ts'

const STAGE_BATCH = 2000
const LISTED_REFUSALS = 100

/** Surveys the source, plans the layer, stages the rows, checks them as a whole, and makes them current. See Imports.run. */
export async function runImport(deps: ImportsDeps, source: Source, options: ImportOptions, call: ImportCall): Promise<ImportReport> {
  const report = new ReportCollector()
  const prepared = await prepare(deps, source, options, call)
  const { survey, def, mode, join } = prepared
  if (survey.memoryBytes > deps.memoryBytes) {
    throw badImport(`the live index would need about ${survey.memoryBytes} bytes for this import; the ceiling is ${deps.memoryBytes}`, {
      rule: 'memory',
      value: survey.memoryBytes,
    })
  }
  warnAboutSource(report, prepared, options)
  report.suspicion = judgeDatum(survey.datum, prepared.crs, deps.live)
  const target = await deps.features.beginImport(def, mode, call.actor)
  try {
    const transfer = new Transfer(
      {
        def,
        crs: prepared.crs,
        id: survey.id,
        sourceName: source.name,
        name: rowNamer(options, survey.id, join),
        textual: survey.textual,
        fix: options.fix === true,
        hold: options.clean !== undefined,
      },
      target,
      report,
    )
    await transferRows(prepared, transfer, call)
    if (join !== undefined && join.unused() > 0)
      report.warn({ rule: 'join-unused', detail: `${join.unused()} rows of ${options.join!.source.name} matched no row` })
    const refused = [
      ...(options.strict === true ? adviceOf(prepared) : []),
      ...incomplete(report, transfer, options),
      ...(def.coverage ? await checkTogether(report, transfer, options, call) : []),
    ]
    const finish = (committed: { stored: number; removed: number; seq: number; version: number } | null) =>
      finishReport({ source, options, prepared, report, staged: transfer.staged, refused, committed })
    if (refused.length > 0 || options.dryRun === true) {
      await target.discard()
      return finish(null)
    }
    call.signal?.throwIfAborted()
    call.onProgress?.({ stage: 'committing', rows: transfer.staged })
    return finish(await target.commit({ source: source.name, format: survey.info.format, crs: prepared.crs.name, rows: survey.rows }))
  } catch (error) {
    await target.discard().catch(() => undefined) // the first failure is the one to tell; what stays behind is cleared by the next import
    throw error
  }
}

async function transferRows({ survey, reader }: Prepared, transfer: Transfer, call: ImportCall): Promise<void> {
  let rows = 0
  for await (const batch of reader.rows()) {
    for (let start = 0; start < batch.length; start += STAGE_BATCH) {
      call.signal?.throwIfAborted()
      await transfer.add(batch.slice(start, start + STAGE_BATCH))
    }
    rows += batch.length
    call.onProgress?.({ stage: 'storing', rows })
    await turn()
  }
  if (rows !== survey.rows) throw badImport(`the source changed while it was read: ${survey.rows} rows, then ${rows}`, { rule: 'changed' })
}

/** What a strict import does not take. */
const adviceOf = ({ survey: { info, advice } }: Prepared): ImportReport['refusals'] =>
  [...info.warnings.filter(({ rule }) => rule === 'members'), ...advice].filter(({ rule }) => !TOLD_ONLY.has(rule))

/** Refused rows keep the others out, unless `partial`. */
function incomplete(report: ReportCollector, { staged }: Transfer, { partial }: ImportOptions): ImportReport['refusals'] {
  if (report.rejectedCount > 0 && partial !== true) {
    return [
      { rule: 'all-or-nothing', detail: `${report.rejectedCount} rows were refused, so nothing was stored; --partial stores the others` },
    ]
  }
  return staged === 0 ? [{ rule: 'empty', detail: 'no row was good' }] : []
}

/** The areas of a coverage as a whole: cleaned when that is asked for, staged, and checked. Answers what refuses them. */
async function checkTogether(
  report: ReportCollector,
  transfer: Transfer,
  { clean }: ImportOptions,
  { signal, onProgress }: ImportCall,
): Promise<ImportReport['refusals']> {
  onProgress?.({ stage: clean === undefined ? 'checking' : 'cleaning', rows: transfer.staged })
  const { cleaned, refusals, warnings, warningCount } = await workOnCoverage({ faces: transfer.faces, clean }, signal)
  if (cleaned !== null) {
    report.cleaning = cleaningOf(cleaned)
    await transfer.release(cleaned.faces)
  }
  for (const warning of warnings) report.warn(warning)
  report.warningCount += warningCount - warnings.length
  return refusals.slice(0, LISTED_REFUSALS)
}
