import type { Knex } from 'knex'
import type { LayerDef } from '../contract/index.ts'
import { bind } from './bind.ts'
import { COLUMN_TYPES, quoted } from './layer-sql.ts'

/** A dataset's or typed layer's table, as statements over many rows need it. The table is called `t` in them. */
interface Target {
  readonly table: string
  readonly key: string
  /** Condition that selects the layer's rows. */
  readonly scope: string
  readonly scopeBindings: readonly string[]
  readonly columns: readonly string[]
  /** The insert's values over `staging`; a dataset's first is a placeholder for its layer. */
  readonly values: readonly string[]
  /** Properties as JSON, over the table `from`. */
  readonly properties: (from: string) => string
}

function targetOf(def: LayerDef): Target {
  if (def.kind === 'dataset') {
    return {
      table: 'feature',
      key: 'layer, id',
      scope: 't.layer = ?',
      scopeBindings: [def.id],
      columns: ['layer', 'id', 'geom', 'properties'],
      values: ['?', 'id', 'geom', 'properties'],
      properties: from => `${from}.properties`,
    }
  }
  const text = (name: string): string => `'${name.replaceAll("'", "''")}'`
  return {
    table: quoted(def.id),
    key: 'id',
    scope: 'true',
    scopeBindings: [],
    columns: ['id', 'geom', ...def.properties.map(p => quoted(p.name))],
    values: ['id', 'geom', ...def.properties.map(p => `(properties ->> ${text(p.name)})::${COLUMN_TYPES[p.type]}`)],
    properties: from =>
      `jsonb_strip_nulls(jsonb_build_object(${def.properties.map(p => `${text(p.name)}, ${from}.${quoted(p.name)}`).join(', ')}))`,
  }
}

/** Which rows of the table `t` go. */
export interface Gone {
  readonly sql: string
  readonly bindings: readonly unknown[]
}

/**
 * Removes the rows that `gone` picks and puts the staged ones in their place or beside; with `version`, keeps an image of each row it touches.
 * A row that is staged as it is already stays untouched, unless `wholesale`. Answers how many rows were removed.
 */
export async function applyStaged(
  trx: Knex,
  def: LayerDef,
  importId: string,
  gone: Gone | null,
  version: number | null,
  wholesale: boolean,
): Promise<number> {
  const target = targetOf(def)
  // Of rows that were just staged the planner knows nothing, and takes them for a few: a nested loop over them reads the layer once for each.
  await trx.raw('set local enable_nestloop = off')
  const removed = gone === null ? 0 : await removeRows(trx, def, target, gone, version)
  await putStaged(trx, def, target, importId, version, wholesale)
  await trx.raw('set local enable_nestloop = on')
  await trx.raw('delete from staging where import_id = ?', [importId])
  return removed
}

async function removeRows(trx: Knex, def: LayerDef, target: Target, gone: Gone, version: number | null): Promise<number> {
  const where = `from ${target.table} t where ${target.scope} and ${gone.sql}`
  const bindings = [...target.scopeBindings, ...gone.bindings]
  const sql =
    version === null
      ? `delete ${where}`
      : `with gone as (delete ${where} returning t.id, t.geom, ${target.properties('t')} as properties)
         insert into layer_version_before (layer, version, id, existed, geom, properties, after)
         select ?, ?, id, true, geom, properties, null from gone`
  const { rowCount } = await trx.raw<{ rowCount: number }>(sql, bind(...bindings, ...(version === null ? [] : [def.id, version])))
  return rowCount
}

/** The statement's own snapshot still shows the rows as they were before its insert: those are the images. */
async function putStaged(
  trx: Knex,
  def: LayerDef,
  target: Target,
  importId: string,
  version: number | null,
  wholesale: boolean,
): Promise<void> {
  const own = target.columns.filter(column => column !== 'id' && column !== 'layer')
  // Geometries compare equal where their bytes are: `=` takes 0 and -0 for the same.
  const compared = (from: string): string => own.map(column => `${from}.${column}${column === 'geom' ? '::bytea' : ''}`).join(', ')
  const insert = `insert into ${target.table} as now (${target.columns.join(', ')})
    select ${target.values.join(', ')} from staging where import_id = ?
    on conflict (${target.key}) do update set version = nextval('row_version'), updated_at = now(),
    ${own.map(column => `${column} = excluded.${column}`).join(', ')}
    where ${wholesale ? 'true' : `(${compared('now')}) is distinct from (${compared('excluded')})`}`
  const bindings = [...target.scopeBindings, importId]
  if (version === null) {
    await trx.raw(insert, bind(...bindings))
    return
  }
  await trx.raw(
    `with written as (${insert} returning id, version)
     insert into layer_version_before (layer, version, id, existed, geom, properties, after)
     select ?, ?, w.id, t.id is not null, t.geom, case when t.id is not null then ${target.properties('t')} end, w.version
     from written w left join ${target.table} t on t.id = w.id and ${target.scope}`,
    bind(...bindings, def.id, version, ...target.scopeBindings),
  )
}

export async function countRows(trx: Knex, def: LayerDef): Promise<number> {
  const { table, scope, scopeBindings } = targetOf(def)
  const { rows } = await trx.raw<{ rows: { n: number }[] }>(
    `select count(*)::integer as n from ${table} t where ${scope}`,
    bind(...scopeBindings),
  )
  return rows[0]!.n
}

/** The table `t` of a layer with the condition that selects its rows. */
export function rowsOf(def: LayerDef): { table: string; scope: string; bindings: readonly string[] } {
  const { table, scope, scopeBindings } = targetOf(def)
  return { table, scope, bindings: scopeBindings }
}
