import { setImmediate as turn } from 'node:timers/promises'
import type { Inspection } from '../contract/index.ts'
import type { Live } from '../live/index.ts'
import { AdviceCollector } from './advice.ts'
import { resolveCrs } from './crs/crs.ts'
import { DatumSample } from './datum/datum.ts'
import { judgeDatum } from './datum/datum-units.ts'
import { ColumnSurvey } from './inspect-columns.ts'
import { PreviewSample } from './inspect-preview.ts'
import { openJoin } from './join.ts'
import { listEntries, openReader } from './readers/format.ts'
import { badImport } from './shown.ts'
import type { ImportOptions, ReadingCall, Source } from './types.ts'

export type InspectOptions = Pick<ImportOptions, 'format' | 'entry' | 'crs' | 'join' | 'map'>

/** Reads a source to its end without storing anything. Throws bad-import. */
export async function inspectSource(source: Source, options: InspectOptions, live: Live, call: ReadingCall): Promise<Inspection> {
  const entries = await listEntries(source, options.format)
  if (entries.length > 1 && options.entry === undefined) return { name: source.name, entries }
  if (options.crs !== undefined) resolveCrs(options.crs)
  const join = options.join === undefined ? undefined : await openJoin(options.join)
  const reader = await openReader(source, { format: options.format, map: options.map ?? new Map(), entry: options.entry })
  const columns = new ColumnSurvey(reader, join?.columns ?? [])
  const preview = new PreviewSample()
  const datum = new DatumSample()
  const advice = new AdviceCollector()
  let [rows, problems] = [0, 0]
  for await (const batch of reader.rows()) {
    call.signal?.throwIfAborted()
    const good = batch.filter(row => row.problem === undefined).map(row => join?.apply(row).row ?? row)
    rows += batch.length
    problems += batch.length - good.length
    columns.add(good)
    preview.add(good)
    datum.add(good)
    advice.add(good)
    call.onProgress?.({ stage: 'reading', rows })
    await turn()
  }
  if (rows === 0) throw badImport('the source has no rows', { rule: 'empty' })
  const info = reader.info()
  const crs = resolveCrs(options.crs ?? info.crs ?? 'CRS84')
  return {
    name: source.name,
    format: info.format,
    entries,
    ...(info.entry === undefined ? {} : { entry: info.entry }),
    encoding: info.encoding,
    ...(info.delimiter === undefined ? {} : { delimiter: info.delimiter }),
    crs: { name: crs.name, title: crs.title },
    crsFromFile: info.crs?.slice(0, 200) ?? null,
    rows,
    problems,
    ids: columns.ids(),
    columns: columns.columns(info.types),
    geometries: preview.geometries(),
    ...preview.features(crs),
    suspicion: judgeDatum(datum, crs, live),
    warnings: [...info.warnings, ...advice.warnings()],
  }
}
