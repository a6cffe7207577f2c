import type { Knex } from 'knex'
import { placeTable } from '../placed.ts'

/** Cameras know their grid as incidents do, and both are placed by the one rule. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('alter table camera add column grid text')
  for (const table of ['camera', 'incident']) await placeTable(knex, table, 'grid')
}
