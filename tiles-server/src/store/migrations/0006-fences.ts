import type { Knex } from 'knex'

/** Fences with all they ever said, and what they raised with all that was done about it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table fence (
  id text collate "C" primary key,
  -- The current one of fence_version.
  version integer not null,
  created_at timestamptz not null default clock_timestamp(),
  created_by text not null,
  removed_at timestamptz,
  removed_by text
);
create table fence_version (
  fence text collate "C" not null references fence,
  version integer not null,
  enabled boolean not null,
  detect text[] not null,
  -- Of the rule, what its alerts are told with: a rule can be megabytes.
  name text not null,
  message jsonb,
  time_zone text,
  rule jsonb not null,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  primary key (fence, version)
);

create table alert (
  id text collate "C" primary key,
  version integer not null default 1,
  fence text collate "C" not null,
  fence_version integer not null,
  object text collate "C",
  zone text collate "C" not null,
  zone_name text not null,
  transition text not null,
  situation text collate "C" not null,
  "time" timestamptz not null,
  decided_at timestamptz not null,
  late boolean not null,
  initial boolean not null,
  reason text,
  withdrawn boolean not null default false,
  dry_run boolean not null,
  severity text not null check (severity in ('info', 'minor', 'major', 'critical')),
  lon double precision,
  lat double precision,
  evidence jsonb not null,
  fixes jsonb not null,
  status text not null default 'open' check (status in ('open', 'acknowledged', 'assigned', 'closed')),
  assignee text,
  foreign key (fence, fence_version) references fence_version,
  check ((lon is null) = (lat is null))
);
-- The list is always newest first.
create index alert_time on alert ("time" desc, id desc);
create index alert_fence on alert (fence, "time" desc, id desc);
create index alert_object on alert (object, "time" desc, id desc);
create index alert_zone on alert (zone, "time" desc, id desc);
create index alert_status on alert (status, "time" desc, id desc);
create index alert_situation on alert (situation, "time" desc, id desc);

create table alert_event (
  alert text collate "C" not null references alert,
  n integer not null,
  at timestamptz not null default clock_timestamp(),
  actor text not null,
  action text not null,
  note text,
  assignee text,
  primary key (alert, n)
);
`)
}
