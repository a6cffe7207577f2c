import type { Knex } from 'knex'

/**
 * From here on the fence engine keeps its state otherwise. What was kept before cannot be read: it begins anew behind what is in the log, and tells what is
 * then around objects as entered at first.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
update fence_engine set cursor = null, snapshot_cursor = null;
delete from fence_journal;
delete from fence_snapshot;
`)
}
