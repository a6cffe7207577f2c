import type { ImportReport } from '../../tiles-server/src/exchange/index.ts'

const SHOWN = 50

/** The report as people read it. */
export function humanReport(report: ImportReport): string {
  const { rowsIn, stored, rejectedCount, heldBack, warningCount } = report
  const lines = [
    headline(report),
    `rows ${rowsIn} = stored ${stored} + refused ${rejectedCount} + held back ${heldBack}${report.removed > 0 ? `; replaced ${report.removed} others` : ''}`,
    `read as ${report.format}${report.entry === undefined ? '' : ` (${report.entry})`}, ${report.encoding}${report.delimiter === undefined ? '' : `, delimiter ${JSON.stringify(report.delimiter)}`}, ${report.crs}; ids: ${idText(report)}`,
    ...(report.suspicion === null ? [] : [`suspicious: ${report.suspicion.detail}`]),
    ...report.refusals.map(refusal => `refused: ${refusal.rule}: ${refusal.detail}${place(refusal.at)}`),
    ...listed(
      'refused rows',
      rejectedCount,
      report.rejected.map(r => `row ${r.row}${r.id === undefined ? '' : ` (${r.id})`}: ${r.rule}: ${r.detail} [${r.value}]`),
    ),
    ...listed(
      'repaired',
      report.fixedCount,
      report.fixes.map(f => `row ${f.row} (${f.id}): ${f.rule}: ${f.detail}${place(f.at)}`),
    ),
    ...(report.cleaning === null ? [] : cleaningLines(report.cleaning)),
    ...listed(
      'warnings',
      warningCount,
      report.warnings.map(w => `${w.row === undefined ? '' : `row ${w.row}: `}${w.rule}: ${w.detail}${place(w.at)}`),
    ),
  ]
  return lines.join('\n')
}

function headline({ layer, source, rowsIn, stored, created, committed, dryRun, refusals, version }: ImportReport): string {
  if (committed) return `${stored} of ${rowsIn} rows of ${source} are in layer ${layer}${created ? ' (new)' : ''}, version ${version}`
  if (dryRun && refusals.length === 0) return `${stored} of ${rowsIn} rows of ${source} would be stored; this was a dry run`
  return `nothing was stored: layer ${layer} is as it was`
}

function cleaningLines(cleaning: NonNullable<ImportReport['cleaning']>): string[] {
  const { movedVertices, largestMove, moves, filledGaps, resolvedOverlaps, left } = cleaning
  return [
    `cleaned: ${movedVertices} vertices moved, by ${largestMove.toFixed(3)} m at most; ${filledGaps.length} gaps and ${resolvedOverlaps.length} overlaps closed`,
    ...listed(
      'moves',
      movedVertices,
      moves.map(m => `${m.id}: ${m.metres.toFixed(3)} m${place(m.from)}`),
    ),
    ...left.map(problem => `left: ${problem.rule}: ${problem.detail}${place(problem.at)}`),
  ]
}

function idText({ id, mode }: ImportReport): string {
  const from =
    id.choice === 'column' ? `column ${id.column}` : id.choice === 'feature-id' ? 'ids of the features' : 'file name and row number'
  return `${from} (${mode === 'replace' ? 'the layer is replaced' : 'other features stay'})`
}

function listed(title: string, count: number, lines: readonly string[]): string[] {
  if (count === 0) return []
  const more = count - Math.min(lines.length, SHOWN)
  return [`${title}: ${count}`, ...lines.slice(0, SHOWN).map(line => `  ${line}`), ...(more > 0 ? [`  and ${more} more`] : [])]
}

const place = (at: readonly number[] | undefined): string => (at === undefined ? '' : ` at ${at[0]}, ${at[1]}`)
