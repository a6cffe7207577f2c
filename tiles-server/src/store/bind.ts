import type { Knex } from 'knex'

/** Binding values for knex.raw, whose type leaves out the arrays and nulls that the `pg` driver takes. */
export const bind = (...values: unknown[]): Knex.RawBinding[] => values as Knex.RawBinding[]
