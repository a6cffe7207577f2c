import type { LayerDef, PropertyDef } from '../contract/index.ts'
import type { DatasetImport, ImportProblem, ImportRow } from '../features/index.ts'
import { type Areal, type CoverageFace, type Geometry, isAreal, repairGeometry, repairNumbers } from '../geo/index.ts'
import { type Crs, convertGeometry } from './crs/crs.ts'
import { snapPositions } from './crs/positions.ts'
import type { ReportCollector } from './report.ts'
import { featureId, type IdChoice, type NamedRow } from './rows.ts'
import { coerce } from './schema.ts'
import { shown } from './shown.ts'
import type { SourceRow } from './types.ts'

const RELEASED = 2000

export interface TransferPlan {
  readonly def: LayerDef
  readonly crs: Crs
  readonly id: IdChoice
  readonly sourceName: string
  readonly name: (row: SourceRow) => NamedRow
  readonly textual: (attribute: string) => boolean
  /** Repair geometries that have one obvious reading. */
  readonly fix: boolean
  /** Keep the good rows back until `release`: a coverage that will be cleaned as a whole. */
  readonly hold: boolean
}

/** Brings rows into the form of their layer and hands them to the import; what cannot be is reported. */
export class Transfer {
  /** The good areas of a coverage. */
  readonly faces: CoverageFace[] = []
  staged = 0
  private held: ImportRow[] = []
  private readonly rowOfId = new Map<string, number>()
  private readonly types: ReadonlyMap<string, PropertyDef['type']>
  private readonly dropped = new Set<string>()

  constructor(
    private readonly plan: TransferPlan,
    private readonly target: DatasetImport,
    private readonly report: ReportCollector,
  ) {
    this.types = new Map(plan.def.properties.map(property => [property.name, property.type]))
  }

  async add(batch: readonly SourceRow[]): Promise<void> {
    const rows = batch.flatMap(row => this.prepare(row) ?? [])
    const problems = this.plan.hold ? this.target.check(rows) : await this.target.add(rows)
    const refused = new Map(problems.map(problem => [problem.row, problem]))
    for (const row of rows) {
      const problem = refused.get(row.row)
      if (problem === undefined) this.accept(row)
      else this.report.reject(problem satisfies ImportProblem)
    }
  }

  /** Stages the rows that were held back, with their cleaned geometries. */
  async release(faces: readonly CoverageFace[]): Promise<void> {
    const cleaned = new Map(faces.map(face => [face.id, face.geometry]))
    const rows = this.held.map(row => ({ ...row, geometry: cleaned.get(row.id) ?? row.geometry }))
    this.held = []
    this.staged = 0
    this.faces.length = 0
    for (let start = 0; start < rows.length; start += RELEASED) {
      const batch = rows.slice(start, start + RELEASED)
      const refused = new Map((await this.target.add(batch)).map(problem => [problem.row, problem]))
      for (const row of batch) {
        const problem = refused.get(row.row)
        if (problem === undefined) this.count(row)
        else this.report.reject(problem)
      }
    }
  }

  private accept(row: ImportRow): void {
    if (this.plan.hold) this.held.push(row)
    this.count(row)
  }

  private count(row: ImportRow): void {
    this.staged++
    if (!this.plan.def.coverage) return
    const geometry = row.geometry as Geometry | null
    if (geometry !== null && isAreal(geometry)) this.faces.push({ id: row.id, geometry: geometry satisfies Areal })
  }

  private prepare(row: SourceRow): ImportRow | undefined {
    if (row.problem !== undefined) return this.refuse(row.row, row.problem.rule, row.problem.value, row.problem.detail)
    const named = this.plan.name(row)
    if (named.warning !== undefined) this.report.warn(named.warning)
    const id = featureId(this.plan.id, this.plan.sourceName, named)
    if (id === undefined) return this.refuse(row.row, 'id', shown(named.idValue ?? 'absent'), `${this.idName()} must be text or a number`)
    const first = this.rowOfId.get(id)
    if (first !== undefined) return this.refuse(row.row, 'duplicate-id', id, `row ${first} has the same id`, id)
    this.rowOfId.set(id, row.row)
    const geometry = this.read(named, id)
    if (this.plan.def.coverage && !isArea(geometry)) {
      return this.refuse(
        row.row,
        'geometry',
        shown((geometry as { type?: unknown } | null)?.type ?? null),
        'a coverage takes Polygon or MultiPolygon',
        id,
      )
    }
    return { row: row.row, id, geometry, properties: this.properties(named) }
  }

  /** The row's geometry in WGS 84, on the lattice for a coverage, repaired when that is asked for. */
  private read({ row, geometry }: NamedRow, id: string): unknown {
    const { crs, def, fix } = this.plan
    const inWgs84 = (given: unknown): unknown => (def.coverage ? snapPositions(convertGeometry(given, crs)) : convertGeometry(given, crs))
    if (!fix) return inWgs84(geometry)
    const numbers = repairNumbers(geometry)
    const repaired = repairGeometry(inWgs84(numbers.geometry))
    for (const change of [...numbers.fixes, ...repaired.fixes]) this.report.fix({ row, id, ...change })
    return repaired.geometry
  }

  private properties(named: NamedRow): Record<string, unknown> {
    const properties: [string, unknown][] = []
    for (const [name, value] of named.properties) {
      const type = this.types.get(name)
      if (type === undefined) this.drop(name)
      else properties.push([name, coerce(value, type, this.plan.textual(name), this.plan.def.kind === 'dataset')])
    }
    return Object.fromEntries(properties)
  }

  private drop(name: string): void {
    if (this.dropped.has(name)) return
    this.dropped.add(name)
    const detail = `layer ${this.plan.def.id} has no attribute "${shown(name)}"; its values were left out`
    this.report.warn({ rule: 'unknown-attribute', detail })
  }

  private refuse(row: number, rule: string, value: string, detail: string, id?: string): undefined {
    this.report.reject({ row, rule, value, detail, ...(id === undefined ? {} : { id }) })
  }

  private idName(): string {
    return this.plan.id.choice === 'column' ? `the id column "${shown(this.plan.id.column)}"` : 'the id of the feature'
  }
}

const isArea = (geometry: unknown): boolean => {
  const type = typeof geometry === 'object' && geometry !== null ? (geometry as { type?: unknown }).type : undefined
  return type === 'Polygon' || type === 'MultiPolygon'
}
