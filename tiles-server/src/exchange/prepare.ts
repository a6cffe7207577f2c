import type { LayerDef } from '../contract/index.ts'
import type { DatasetImporter } from '../features/index.ts'
import type { Clock } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import { catalogueId, catalogueReader } from './camera-catalogue.ts'
import { type Crs, resolveCrs } from './crs/crs.ts'
import { type Join, openJoin } from './join.ts'
import { checkTarget, modeOf, planLayer } from './plan.ts'
import { openReader } from './readers/format.ts'
import type { ReportCollector } from './report.ts'
import { badImport } from './shown.ts'
import { type Survey, surveySource } from './survey.ts'
import type { ImportCall, ImportOptions, Reader, Source } from './types.ts'

export interface ImportsDeps {
  readonly live: Live
  readonly features: DatasetImporter
  /** Ceiling of the estimate of what one import adds to live, in bytes. */
  readonly memoryBytes: number
  /** Imports at the same time; default 2. */
  readonly concurrent?: number
  /** Ids that a new layer cannot take (themes). */
  readonly reserved?: ReadonlySet<string>
  readonly clock?: Clock
}

/** What is known before the first row is stored. */
export interface Prepared {
  readonly survey: Survey
  readonly def: LayerDef
  readonly existing: LayerDef | undefined
  readonly mode: 'replace' | 'upsert'
  readonly crs: Crs
  readonly join: Join | undefined
  readonly reader: Reader
}

/** Opens the source, reads it once and plans its layer. Throws bad-import, unit-layer, read-only-layer. */
export async function prepare(deps: ImportsDeps, source: Source, options: ImportOptions, call: ImportCall): Promise<Prepared> {
  if (deps.reserved?.has(options.layer) === true)
    throw badImport(`the id ${options.layer} is a theme's and cannot be a layer's`, { rule: 'layer' })
  await deps.features.settled()
  const existing = deps.live.has(options.layer) ? deps.live.layer(options.layer).def : undefined
  checkTarget(options, existing)
  if (options.crs !== undefined) resolveCrs(options.crs)
  const map = options.map ?? new Map<string, string>()
  const opened = await openReader(source, { format: options.format, map, entry: options.entry })
  const isCameras = existing?.id === 'camera'
  const reader = isCameras ? catalogueReader(opened, map) : opened
  const join = options.join === undefined ? undefined : await openJoin(options.join)
  const survey = await surveySource(reader, isCameras ? { ...options, id: catalogueId(options) } : options, join, rows => {
    call.signal?.throwIfAborted()
    call.onProgress?.({ stage: 'reading', rows })
  })
  const mode = modeOf(existing, survey.id, options)
  const def = planLayer(options, existing, mode, survey, source.name)
  return { survey, def, existing, mode, crs: resolveCrs(options.crs ?? survey.info.crs ?? 'CRS84'), join, reader }
}

/** What the source as a whole gives cause to tell. */
export function warnAboutSource(report: ReportCollector, { survey, crs }: Prepared, options: ImportOptions): void {
  for (const warning of [...survey.info.warnings, ...survey.advice]) report.warn(warning)
  if (crs.accuracy !== undefined) report.warn({ rule: 'crs', detail: crs.accuracy })
  if (options.crs !== undefined && survey.info.crs !== undefined) {
    const own = survey.info.crs
    report.warn({ rule: 'crs', detail: `the file names the coordinate system ${own.slice(0, 80)}; it was read as ${crs.name}, as asked` })
  }
  for (const name of survey.nested) report.warn({ rule: 'nested', detail: `attribute "${name}" held objects or arrays, kept as JSON text` })
}
