import type { Knex } from 'knex'
import { ZongtuError } from '../kernel/index.ts'
import { bind } from './bind.ts'
import { known } from './failures.ts'
import { lockLayer } from './layer-lock.ts'
import { applyStaged } from './layer-rows.ts'
import { holdUnits, placedProperty, placeStaged } from './placed.ts'
import type { Staging, WriteTransaction } from './types.ts'
import { findDefinition, nextVersion, recordVersion, saveDataset } from './versions.ts'
import { writeWkb } from './wkb.ts'

/** Staged rows older than this belong to an import whose process died. */
const ABANDONED = "interval '1 day'"

export function createStaging(knex: Knex): Staging {
  return {
    async add(importId, rows) {
      const { rowCount } = await known(
        knex.raw<{ rowCount: number }>(
          `insert into staging (import_id, row, id, geom, properties)
           select ?, n, id, ST_GeomFromWKB(g, 4326), p::jsonb from unnest(?::int[], ?::text[], ?::bytea[], ?::text[]) as s(n, id, g, p)`,
          bind(
            importId,
            rows.map(r => r.row),
            rows.map(r => r.id),
            rows.map(r => (r.geometry === null ? null : writeWkb(r.geometry))),
            rows.map(r => JSON.stringify(r.properties)),
          ),
        ),
      )
      if (rowCount !== rows.length) throw new Error(`staged ${rowCount} of ${rows.length} rows`)
    },

    async duplicates(importId, limit) {
      const { rows } = await known(
        knex.raw<{ rows: { id: string; rows: number[] }[] }>(
          'select id, array_agg(row order by row) as rows from staging where import_id = ? group by id having count(*) > 1 order by min(row) limit ?',
          [importId, limit],
        ),
      )
      return rows
    },

    async promote(tx, def, importId, mode, staged, about, placedAt) {
      if (placedProperty(def)) await holdUnits(tx)
      await lockLayer(tx, def.id, 'alone')
      await refuseLost(tx, importId, staged)
      if (placedProperty(def)) await placeStaged(tx, def, importId, placedAt)
      const before = def.kind === 'dataset' ? await findDefinition(tx, def.id) : null
      if (def.kind === 'dataset') await saveDataset(tx, def)
      const version = about === undefined ? null : await nextVersion(tx, def.id)
      const others = { sql: 'not exists (select 1 from staging s where s.import_id = ? and s.id = t.id)', bindings: [importId] }
      const wholesale = before !== null && before.coverage !== def.coverage
      const removed = await applyStaged(tx.trx, def, importId, mode === 'replace' ? others : null, version, wholesale)
      if (about !== undefined && version !== null)
        await recordVersion(tx, def, version, 'import', { about: { ...about, mode }, before, stored: staged, removed })
      tx.changeAll(def.id, version ?? undefined)
      return { stored: staged, removed, version }
    },

    async discard(importId) {
      await known(knex.raw(`delete from staging where import_id = ? or at < now() - ${ABANDONED}`, [importId]))
    },
  }
}

async function refuseLost({ trx }: WriteTransaction, importId: string, staged: number): Promise<void> {
  const { rows } = await trx.raw<{ rows: { n: number }[] }>('select count(*)::integer as n from staging where import_id = ?', [importId])
  const lost = staged - rows[0]!.n
  if (lost !== 0) throw new ZongtuError('store-unavailable', `the database lost ${lost} of ${staged} staged rows; nothing was changed`)
}
