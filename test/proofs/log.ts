import { defaults } from '../../tiles-server/src/config.ts'
import { openStore } from '../../tiles-server/src/store/index.ts'
import { sql } from '../support/cluster.ts'
import type { TestStore } from '../support/stores.ts'

/** Where log and rows tell different stories: the last change of a feature says whether it is there, and where. */
const STRAY = (layer: string) => `
with last as (select distinct on (feature_id) feature_id, op, new_bbox from change where layer = '${layer}' order by feature_id, seq desc)
select coalesce(l.feature_id, r.id) as id, l.op, l.new_bbox, ST_AsText(r.geom) as geom
from last l full join "${layer}" r on r.id = l.feature_id
where (coalesce(l.op, 'delete') <> 'delete') <> (r.id is not null)
  or (r.id is not null and l.new_bbox <> array[ST_XMin(r.geom), ST_YMin(r.geom), ST_XMax(r.geom), ST_YMax(r.geom)])`

/** Changes out of turn: a feature is created when it is not there, updated and deleted when it is. */
const OUT_OF_TURN = (layer: string) => `
select * from (
  select feature_id, seq, op, lag(op) over (partition by feature_id order by seq) as before from change where layer = '${layer}'
) t where (op = 'create') <> (before is null or before = 'delete')`

/** Throws where the change log of a typed layer and its rows disagree. The embedded store must not be open elsewhere. */
export async function assertLogAgrees(store: TestStore, layer: string): Promise<void> {
  const embedded = store.databaseUrl === undefined ? await openStore({ ...defaults, dataDir: store.dataDir }, () => undefined) : null
  try {
    for (const query of [STRAY(layer), OUT_OF_TURN(layer)]) {
      const wrong = embedded
        ? (await embedded.knex.raw<{ rows: Record<string, unknown>[] }>(query)).rows
        : await sql(store.databaseUrl!, query)
      if (wrong.length > 0) throw new Error(`the change log disagrees with ${wrong.length} rows, the first: ${JSON.stringify(wrong[0])}`)
    }
  } finally {
    await embedded?.close()
  }
}
