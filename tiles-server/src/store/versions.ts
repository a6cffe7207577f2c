import type { Knex } from 'knex'
import { LayerDef, type LayerVersion, type VersionAbout } from '../contract/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { bind } from './bind.ts'
import { known } from './failures.ts'
import { lockLayer } from './layer-lock.ts'
import { applyStaged, countRows, type Gone, rowsOf } from './layer-rows.ts'
import { holdUnits, placedProperty, placeStaged } from './placed.ts'
import type { VersionStore, WriteTransaction } from './types.ts'

/** Versions of a layer whose images are kept: one can go back to before the oldest of them. */
const KEPT = 10
const IDS_TOLD = 10

export const createVersions = (knex: Knex): VersionStore => ({
  list: layer => known(list(knex, layer)),
  newest: () => known(newest(knex)),
  goBack,

  async describe(tx, layer, change) {
    await lockLayer(tx, layer, 'alone')
    const def = change(await definitionOf(tx, layer))
    await saveDataset(tx, def)
    tx.changeAll(layer)
    return def
  },

  async remove(tx, layer) {
    await lockLayer(tx, layer, 'alone')
    const { rowCount } = await tx.trx.raw<{ rowCount: number }>('delete from feature where layer = ?', [layer])
    const gone = await tx.trx.raw<{ rowCount: number }>('delete from dataset where layer = ?', [layer])
    if (gone.rowCount === 0) throw noDataset(layer)
    await tx.trx.raw('delete from layer_version_before where layer = ?', [layer])
    await tx.trx.raw('delete from layer_version where layer = ?', [layer])
    tx.changeAll(layer)
    return { removed: rowCount }
  },
})

const noDataset = (layer: string): ZongtuError => new ZongtuError('unknown-layer', `there is no dataset "${layer}"`)

const VERSION = `layer, version, kind, at, actor, about, stored, removed, rows_after as "rowsAfter", seq,
  version >= coalesce(max(version) filter (where not kept) over (partition by layer), 0) as reachable`

async function list(knex: Knex, layer: string): Promise<LayerVersion[]> {
  const { rows } = await knex.raw<{ rows: LayerVersion[] }>(`select ${VERSION} from layer_version where layer = ? order by version desc`, [
    layer,
  ])
  return rows
}

/** Of every layer its newest version, and when it was last imported into. */
async function newest(knex: Knex): Promise<Map<string, { version: number; importedAt: string | null }>> {
  const { rows } = await knex.raw<{ rows: { layer: string; version: number; importedAt: string | null }[] }>(
    `select layer, max(version) as version, max(at) filter (where kind = 'import') as "importedAt" from layer_version group by layer`,
  )
  return new Map(rows.map(({ layer, ...rest }) => [layer, rest]))
}

export async function nextVersion({ trx }: WriteTransaction, layer: string): Promise<number> {
  const { rows } = await trx.raw<{ rows: { next: number }[] }>(
    'select coalesce(max(version), 0) + 1 as next from layer_version where layer = ?',
    [layer],
  )
  return rows[0]!.next
}

/** Writes down a version whose images are taken, and lets go of the images that are too old. */
export async function recordVersion(
  tx: WriteTransaction,
  def: LayerDef,
  version: number,
  kind: LayerVersion['kind'],
  what: { about: VersionAbout; before: LayerDef | null; stored: number; removed: number },
): Promise<void> {
  await tx.trx.raw(
    `insert into layer_version (layer, version, kind, actor, about, definition, stored, removed, rows_after)
     values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?)`,
    bind(
      def.id,
      version,
      kind,
      tx.actor,
      JSON.stringify(what.about),
      what.before === null ? null : JSON.stringify(what.before),
      what.stored,
      what.removed,
      await countRows(tx.trx, def),
    ),
  )
  await tx.trx.raw('delete from layer_version_before where layer = ? and version <= ?', [def.id, version - KEPT])
  await tx.trx.raw('update layer_version set kept = false where layer = ? and version <= ? and kept', [def.id, version - KEPT])
}

export async function saveDataset(tx: WriteTransaction, def: LayerDef): Promise<void> {
  await tx.trx.raw(
    `insert into dataset (layer, definition) values (?, ?::jsonb)
     on conflict (layer) do update set definition = excluded.definition, updated_at = now()`,
    [def.id, JSON.stringify(def)],
  )
}

/** The stored definition of a dataset; null when there is none. */
export async function findDefinition({ trx }: WriteTransaction, layer: string): Promise<LayerDef | null> {
  const { rows } = await trx.raw<{ rows: { definition: unknown }[] }>('select definition from dataset where layer = ?', [layer])
  return rows[0] === undefined ? null : LayerDef.parse(rows[0].definition)
}

async function definitionOf(tx: WriteTransaction, layer: string): Promise<LayerDef> {
  const def = await findDefinition(tx, layer)
  if (def === null) throw noDataset(layer)
  return def
}

const LATER = 'select * from layer_version_before where layer = ? and version > ?'
/** Each row touched after a version as it was at that version. */
const THEN = `select distinct on (id) id, existed, geom, properties from (${LATER}) b order by id, version`
/** Each of them as the last version that touched it left it. */
const LEFT = `select distinct on (id) id, after from (${LATER}) b order by id, version desc`

const goBack: VersionStore['goBack'] = async (tx, known, to, force) => {
  if (placedProperty(known)) await holdUnits(tx)
  await lockLayer(tx, known.id, 'alone')
  const before = known.kind === 'dataset' ? await definitionOf(tx, known.id) : null
  const version = await nextVersion(tx, known.id)
  await checkReachable(tx, known.id, to, version)
  const def = before === null ? known : ((await definitionAt(tx, known.id, to)) ?? before)
  const wholesale = before !== null && before.coverage !== def.coverage
  // Rows that a plain dataset got by hand have no place in the coverage it was before.
  const strays = wholesale && def.coverage
  const edited = await editedSince(tx, known, to, strays)
  if (edited.count > 0 && !force) throw editedRefusal(known.id, to, edited)

  const importId = `revert/${known.id}/${version}`
  const staged = await tx.trx.raw<{ rowCount: number }>(
    `insert into staging (import_id, row, id, geom, properties)
     select ?, row_number() over (), id, geom, properties from (${THEN}) t where existed`,
    [importId, known.id, to],
  )
  if (placedProperty(def)) await placeStaged(tx, def, importId)
  const removed = await applyStaged(tx.trx, def, importId, goneAt(known.id, to, importId, strays), version, wholesale)
  if (before !== null) await saveDataset(tx, def)
  const about = { to, ...(edited.count > 0 ? { editsLost: edited.count } : {}) }
  await recordVersion(tx, def, version, 'revert', { about, before, stored: staged.rowCount, removed })
  tx.changeAll(known.id, version)
  return { version, stored: staged.rowCount, removed }
}

async function checkReachable({ trx }: WriteTransaction, layer: string, to: number, next: number): Promise<void> {
  if (to >= next - 1) {
    const rule = next === 1 ? 'but nothing was imported into it yet' : `it must be from 0 to ${next - 2}, before the newest version`
    throw new ZongtuError('bad-property', `to is ${to}, ${rule}; layer ${layer} is version ${next - 1}`, { property: 'to' })
  }
  const { rows } = await trx.raw<{ rows: { oldest: number }[] }>(
    'select coalesce(max(version) filter (where not kept), 0) as oldest from layer_version where layer = ?',
    [layer],
  )
  const { oldest } = rows[0]!
  if (to >= oldest) return
  throw new ZongtuError(
    'version-gone',
    `layer ${layer} can go back to version ${oldest} and newer, not to ${to}: what versions changed is kept for the newest ${KEPT}`,
    { oldest },
  )
}

/** What the version after `to` found. */
async function definitionAt({ trx }: WriteTransaction, layer: string, to: number): Promise<LayerDef | null> {
  const { rows } = await trx.raw<{ rows: { definition: unknown }[] }>(
    'select definition from layer_version where layer = ? and version = ?',
    [layer, to + 1],
  )
  const [found] = rows
  return found === undefined || found.definition === null ? null : LayerDef.parse(found.definition)
}

interface Edited {
  readonly count: number
  readonly ids: readonly string[]
}

async function editedSince({ trx }: WriteTransaction, def: LayerDef, to: number, strays: boolean): Promise<Edited> {
  const { table, scope, bindings } = rowsOf(def)
  const touched = `select l.id from (${LEFT}) l left join ${table} t on t.id = l.id and ${scope} where t.version is distinct from l.after`
  const alone = `select t.id from ${table} t where ${scope} and not exists (select 1 from (${LATER}) b where b.id = t.id)`
  const { rows } = await trx.raw<{ rows: { count: number; ids: string[] | null }[] }>(
    `select count(*)::integer as count, (array_agg(id order by id))[1:${IDS_TOLD}] as ids
     from (${touched} ${strays ? `union all ${alone}` : ''}) e`,
    bind(def.id, to, ...bindings, ...(strays ? [...bindings, def.id, to] : [])),
  )
  return { count: rows[0]!.count, ids: rows[0]!.ids ?? [] }
}

function editedRefusal(layer: string, to: number, { count, ids }: Edited): ZongtuError {
  const named = `${ids.map(id => JSON.stringify(id)).join(', ')}${count > ids.length ? ' and others' : ''}`
  return new ZongtuError(
    'edited-since',
    `${count} features of layer ${layer} that came or went after version ${to} were edited since (${named}); going back loses that: ask with force`,
    { count, ids },
  )
}

/** Rows of the table `t` that were not there at version `to`. What had another kind of layer made of it is staged whole. */
const goneAt = (layer: string, to: number, importId: string, strays: boolean): Gone =>
  strays
    ? { sql: 'not exists (select 1 from staging s where s.import_id = ? and s.id = t.id)', bindings: [importId] }
    : { sql: `t.id in (select id from (${THEN}) b where not existed)`, bindings: [layer, to] }
