import { readFile } from 'node:fs/promises'
import type { LayerDef } from '../../tiles-server/src/contract/index.ts'
import { AdviceCollector } from '../../tiles-server/src/exchange/advice.ts'
import { openReader } from '../../tiles-server/src/exchange/readers/format.ts'
import { chooseId, featureId, rowNamer } from '../../tiles-server/src/exchange/rows.ts'
import type { Source, SourceRow } from '../../tiles-server/src/exchange/types.ts'
import { checkFeatureGeometry } from '../../tiles-server/src/features/geometry.ts'
import type { GeometryProblem } from '../../tiles-server/src/geo/index.ts'
import { ZongtuError } from '../../tiles-server/src/kernel/index.ts'

const MIXED: LayerDef = {
  id: 'any',
  title: { en: 'any', 'zh-CN': 'any' },
  kind: 'dataset',
  geometry: 'mixed',
  coverage: false,
  minzoom: 0,
  maxzoom: 16,
  properties: [],
}

/** The rule of the import that a geometry breaks in a dataset of any geometry; undefined when it is taken. */
export function geometryRule(geometry: unknown): string | undefined {
  try {
    checkFeatureGeometry(MIXED, geometry)
    return undefined
  } catch (error) {
    if (!(error instanceof ZongtuError)) throw error
    return (error.extra.problems as readonly GeometryProblem[] | undefined)?.[0]?.rule ?? 'type'
  }
}

/** The rules of what the report of a file tells although it is taken. */
export async function fileAdvice(path: URL): Promise<string[]> {
  const bytes = await readFile(path)
  const reader = await openReader({ name: path.pathname, size: bytes.length, open: () => asPieces(bytes) })
  const advice = new AdviceCollector()
  for await (const batch of reader.rows()) advice.add(batch)
  return [...reader.info().warnings, ...advice.warnings()].map(({ rule }) => rule).sort()
}

/** The rules that a GeoJSON file breaks as an import reads and checks it, the file's own first, then those of its rows. */
export async function fileRules(path: URL): Promise<string[]> {
  const bytes = await readFile(path)
  const source: Source = { name: path.pathname, size: bytes.length, open: () => asPieces(bytes) }
  const rows: SourceRow[] = []
  try {
    const reader = await openReader(source)
    for await (const batch of reader.rows()) rows.push(...batch)
  } catch (error) {
    if (!(error instanceof ZongtuError)) throw error
    return [`file ${String(error.extra.rule)}`]
  }
  const options = { layer: MIXED.id }
  const id = chooseId(
    options,
    rows.find(row => row.problem === undefined),
  )
  const name = rowNamer(options, id, undefined)
  return rows.flatMap(row => {
    if (row.problem !== undefined) return [row.problem.rule]
    const named = name(row)
    return featureId(id, source.name, named) === undefined ? ['id'] : (geometryRule(named.geometry) ?? [])
  })
}

async function* asPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes)
}
