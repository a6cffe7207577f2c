import type { Knex } from 'knex'

/** What a camera's view needs besides azimuth, field of view, range and height: how it is mounted, how far it turns, where it looks now. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
alter table camera
  add column ptz_type text,
  add column azimuth_uncertainty double precision,
  add column vfov double precision,
  add column tilt double precision,
  add column pan_from double precision,
  add column pan_to double precision,
  add column pose_azimuth double precision,
  add column pose_tilt double precision,
  add column pose_fov double precision,
  add column pose_time timestamptz
`)
}
