import type { Knex } from 'knex'

/** Webhooks and their outbox. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`
create table webhook (
  id text collate "C" primary key,
  version bigint not null default 1,
  name text not null,
  url text not null,
  enabled boolean not null,
  events text[],
  fences text[],
  severities text[],
  -- [{id, key, createdAt, expiresAt}], newest first.
  secrets jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- The outbox: written in the transaction that raises what is told. seq is the order of sending among those of one webhook and key.
create table delivery (
  seq bigint generated always as identity primary key,
  id text not null unique,
  webhook text collate "C" not null references webhook on delete cascade,
  key text not null,
  type text not null,
  alert text,
  body text not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'dead')),
  attempts integer not null default 0,
  created_at timestamptz not null,
  due_at timestamptz not null,
  lease_until timestamptz,
  last_attempt_at timestamptz,
  last_status integer,
  last_error text,
  delivered_at timestamptz
);
create index delivery_head on delivery (webhook, key, seq) where status = 'pending';
create index delivery_list on delivery (webhook, seq);
create index delivery_done on delivery (last_attempt_at) where status <> 'pending';
`)
}
