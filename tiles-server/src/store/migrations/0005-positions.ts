import type { Knex } from 'knex'

/**
 * The position log and the newest plausible position of each object. The log is append only, and divided by day of receipt (UTC): partitions come and
 * go in store/position-days.ts, none is made here. What it holds expires, so nothing refers to it.
 */
export async function up(knex: Knex): Promise<void> {
  const columns = `
  object text collate "C" not null,
  "time" timestamptz not null,
  received_at timestamptz not null,
  lon double precision not null check (lon between -180 and 180),
  lat double precision not null check (lat between -90 and 90),
  accuracy double precision check (accuracy >= 0),
  speed double precision check (speed >= 0),
  heading double precision check (heading >= 0 and heading < 360),
  flags smallint not null`
  await knex.raw(`
create table position (seq bigint generated always as identity, ${columns}, primary key (seq, received_at)) partition by range (received_at);
create index position_track on position (object, "time", seq);
-- Rewritten with every batch: room for the new row in the page of the old one keeps the index as it is.
create table position_latest (seq bigint not null, ${columns}, primary key (object)) with (fillfactor = 50);
`)
}
