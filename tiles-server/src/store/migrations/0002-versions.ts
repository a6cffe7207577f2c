import type { Knex } from 'knex'

/** Versions of layers: what each import changed, so that it can be undone. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table layer_version (
  layer text not null,
  version integer not null,
  kind text not null check (kind in ('import', 'revert')),
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  about jsonb not null,
  -- The dataset's definition before this version; null for a typed layer and for a dataset that did not exist.
  definition jsonb,
  stored integer not null,
  removed integer not null,
  rows_after integer not null,
  seq bigint,
  -- Whether its rows in layer_version_before are still there.
  kept boolean not null default true,
  primary key (layer, version)
);

-- Every row that a version inserted, changed or removed, as it was before (existed: it was there). "after" is the row's version as this version
-- left it, null when it removed the row: a row that has another one now was edited since.
create table layer_version_before (
  layer text not null,
  version integer not null,
  id text collate "C" not null,
  existed boolean not null,
  geom geometry(Geometry, 4326),
  properties jsonb,
  after bigint,
  primary key (layer, version, id)
);
`)
}
