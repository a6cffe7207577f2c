import type { Store } from '../../tiles-server/src/store/index.ts'

/** Empties the log of positions, which begins no number anew; answers the one that all further fixes follow. */
export async function emptyLog({ knex }: Pick<Store, 'knex'>): Promise<number> {
  await knex.raw('truncate position; truncate position_latest')
  const { rows } = await knex.raw<{ rows: [{ last: number | null }] }>(
    `select pg_sequence_last_value(pg_get_serial_sequence('position', 'seq')) as last`,
  )
  return rows[0].last ?? 0
}
