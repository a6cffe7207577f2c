import { expect, it } from 'vitest'
import { defaults } from '../../tiles-server/src/config.ts'
import { openStore } from '../../tiles-server/src/store/index.ts'
import { OTHER_TABLES, TABLES } from '../../tiles-server/src/store/migrations/index.ts'
import { openTestStore } from '../support/run.ts'

it('a backup knows every table that the migrations make', async () => {
  const place = await openTestStore()
  const store = await openStore({ ...defaults, ...place }, () => undefined)
  const { rows } = await store.knex.raw<{ rows: { name: string }[] }>(
    `select c.relname as name from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
     and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
  )
  expect(rows.map(row => row.name).sort()).toEqual([...TABLES, ...OTHER_TABLES].sort())
  await store.close()
  await place.remove()
})
