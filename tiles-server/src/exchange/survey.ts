import { setImmediate as turn } from 'node:timers/promises'
import type { PropertyDef } from '../contract/index.ts'
import { AdviceCollector } from './advice.ts'
import { DatumSample } from './datum/datum.ts'
import type { Join } from './join.ts'
import { memoryEstimate } from './memory.ts'
import type { Inferred } from './plan.ts'
import { chooseId, type IdChoice, rowNamer } from './rows.ts'
import { SchemaInference } from './schema.ts'
import { badImport } from './shown.ts'
import type { ImportOptions, ImportWarning, Reader, SourceInfo, SourceRow } from './types.ts'

/** What a first reading of the whole source found out. */
export interface Survey extends Inferred {
  readonly rows: number
  readonly id: IdChoice
  readonly info: SourceInfo
  readonly advice: readonly ImportWarning[]
  readonly memoryBytes: number
  /** Positions and what they claim, for the judgement of the datum. */
  readonly datum: DatumSample
  /** Whether an attribute's values are text of a table. */
  readonly textual: (name: string) => boolean
  /** Attributes that held objects or arrays. */
  readonly nested: readonly string[]
}

/** Reads the source to its end without storing anything: broken files are found before the store is touched. Throws bad-import. */
export async function surveySource(
  reader: Reader,
  options: ImportOptions,
  join: Join | undefined,
  onBatch: (rows: number) => void,
): Promise<Survey> {
  const joined = new Set((join?.columns ?? []).map(name => options.map?.get(name) ?? name))
  const textual = (name: string): boolean => reader.textual || joined.has(name)
  const inference = new SchemaInference(textual)
  const memory = memoryEstimate(options.coverage === true)
  const types = new Set<string>()
  const datum = new DatumSample()
  const advice = new AdviceCollector()
  let rows = 0
  let first: SourceRow | undefined
  let id: IdChoice = chooseId(options, undefined)
  let name = rowNamer(options, id, join)
  for await (const batch of reader.rows()) {
    for (const row of batch) {
      rows++
      if (row.problem !== undefined) continue
      if (first === undefined) {
        first = row
        id = chooseId(options, first)
        name = rowNamer(options, id, join)
      }
      const named = name(row)
      for (const [attribute, value] of named.properties) inference.add(attribute, value)
      memory.add(named)
      const type = typeof row.geometry === 'object' && row.geometry !== null ? (row.geometry as { type?: unknown }).type : undefined
      if (typeof type === 'string' && types.size < 20) types.add(type)
    }
    datum.add(batch)
    advice.add(batch)
    onBatch(rows)
    await turn() // other requests get theirs: parsing alone would not let them in
  }
  if (rows === 0) throw badImport('the source has no rows', { rule: 'empty' })
  const info = reader.info()
  return {
    rows,
    id,
    info,
    advice: advice.warnings(),
    memoryBytes: memory.bytes(),
    datum,
    properties: inference.properties(declaredTypes([...(info.types ?? []), ...(join?.types ?? [])], options)),
    nested: inference.nested(),
    types,
    textual,
  }
}

/** The types that source and table declare, under the names the attributes will have (see `rowNamer`). */
const declaredTypes = (
  types: readonly (readonly [string, PropertyDef['type']])[],
  { map }: ImportOptions,
): ReadonlyMap<string, PropertyDef['type']> =>
  new Map(
    types.map(([name, type]) => {
      const target = map?.get(name) ?? name
      return [target === 'id' ? 'id_' : target, type]
    }),
  )
