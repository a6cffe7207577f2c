import type { Knex } from 'knex'

/**
 * How far the fence engine has come. Its state is what the position log and the journal make of it, in this order: entries of the journal come after the fix
 * they name. The snapshot is that state at an earlier place, so that only the rest is gone through again.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table fence_engine (
  one boolean primary key default true check (one),
  -- Whoever runs it raised this last; what another one writes is refused.
  epoch bigint not null default 0,
  -- The last fix it took in, null before it ran for the first time, and the last moment it was told.
  cursor bigint,
  clock double precision not null default 0,
  -- Fixes up to this one were there before it ran, and do not count.
  began bigint not null default 0,
  snapshot_cursor bigint,
  snapshot_entry bigint not null default 0
);
create table fence_journal (n bigint generated always as identity primary key, after bigint not null, entry jsonb not null);
create table fence_snapshot (part text collate "C" primary key, data text not null);
`)
}
