import type { Knex } from 'knex'

/** Units, the built-in layers, datasets, staging and the change log. One SQL for both stores. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create extension if not exists postgis;
create extension if not exists pg_trgm;

create table database_identity (id uuid primary key default gen_random_uuid(), created_at timestamptz not null default now());
insert into database_identity default values;

-- Versions of rows come from one sequence: a deleted and re-created feature never repeats an ETag.
create sequence row_version;

create table change (
  seq bigint generated always as identity primary key,
  layer text not null,
  feature_id text,
  op text not null check (op in ('create', 'update', 'delete', 'all')),
  old_bbox double precision[],
  new_bbox double precision[],
  actor text not null,
  at timestamptz not null default clock_timestamp(),
  check ((op = 'all') = (feature_id is null))
);
create table feed (one boolean primary key default true check (one), pruned_through bigint not null default 0);
insert into feed default values;

create table change_set (
  id bigint generated always as identity primary key,
  kind text not null, note text not null, actor text not null, at timestamptz not null default now()
);
create table unit_version (
  unit_id text collate "C" not null,
  version bigint not null default nextval('row_version'),
  level smallint not null check (level between 0 and 4),
  parent_id text,
  code text not null,
  name text not null,
  properties jsonb not null,
  geom geometry(Geometry, 4326),
  change_set bigint not null references change_set,
  valid_from timestamptz not null default now(),
  valid_to timestamptz,
  recorded_from timestamptz not null default now(),
  recorded_to timestamptz,
  primary key (unit_id, version),
  check ((level = 0) = (parent_id is null)),
  check (valid_to is null or valid_to >= valid_from)
);
create unique index unit_version_current on unit_version (unit_id) where valid_to is null and recorded_to is null;
create unique index unit_version_code on unit_version (code) where valid_to is null and recorded_to is null;
create index unit_version_geom on unit_version using gist (geom);

create table dataset (layer text primary key, definition jsonb not null, created_at timestamptz not null default now(), updated_at timestamptz not null default now());
create table feature (
  layer text not null references dataset on delete cascade,
  id text collate "C" not null,
  version bigint not null default nextval('row_version'),
  geom geometry(Geometry, 4326),
  properties jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (layer, id)
);
create index feature_geom on feature using gist (geom);

-- Rows of an import before they are promoted. Unlogged: a crash loses the import, which had not been acknowledged.
create unlogged table staging (
  import_id text not null, row integer not null, id text collate "C" not null,
  geom geometry(Geometry, 4326), properties jsonb not null, at timestamptz not null default now(),
  primary key (import_id, row)
);
create index staging_id on staging (import_id, id);
`)
  for (const [table, columns] of Object.entries(TYPED)) {
    await knex.raw(`
create table ${table} (
  id text collate "C" primary key,
  version bigint not null default nextval('row_version'),
  geom geometry(Geometry, 4326),
  ${columns},
  updated_at timestamptz not null default now()
);
create index ${table}_geom on ${table} using gist (geom)`)
  }
  await knex.raw('create index incident_time on incident ("time"); create unique index camera_code on camera (code)')
}

/** Columns of the built-in layers: the properties of geo-data/catalog/layers.json under the same names. */
const TYPED: Record<string, string> = {
  block: 'code text not null, name text, kind text, households integer check (households >= 0), grid text',
  building: 'name text, kind text, floors integer, height double precision, households integer check (households >= 0)',
  road: 'name text, class text not null, lanes integer, bridge boolean',
  water: 'name text, kind text',
  park: 'name text, kind text',
  zone: 'name text not null, kind text not null, note text',
  camera: `code text not null, name text not null, kind text, azimuth double precision, fov double precision, "range" double precision,
    height double precision, status text not null, place text`,
  patrol: 'name text not null, kind text, status text not null, heading double precision, speed double precision, "time" timestamptz',
  incident: `code text not null, title text not null, category text not null, status text not null, department text, "time" timestamptz not null,
    address text, grid text`,
}

export const TYPED_TABLES = Object.keys(TYPED)
