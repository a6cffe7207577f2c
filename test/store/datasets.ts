import type { LayerDef, LayerVersion } from '../../tiles-server/src/contract/index.ts'
import type { RunningApp } from '../support/app.ts'

/** Rows of a dataset by id: a whole number says what a row is, where and under which value. */
export type Rows = ReadonlyMap<string, number>

export const trees = (id: string, over: Partial<LayerDef> = {}): LayerDef => ({
  id,
  title: { 'zh-CN': id, en: id },
  kind: 'dataset',
  geometry: 'point',
  coverage: false,
  minzoom: 0,
  maxzoom: 16,
  properties: [
    { name: 'n', title: { 'zh-CN': 'n', en: 'n' }, type: 'integer' },
    { name: 'name', title: { 'zh-CN': 'name', en: 'name' }, type: 'string' },
  ],
  source: { name: `${id}.csv` },
  ...over,
})

export const pointOf = (id: string, n: number) => ({
  type: 'Feature' as const,
  id,
  geometry: { type: 'Point' as const, coordinates: [114 + n / 1000, 22.5] },
  properties: { n, name: `${id}-${n}` },
})

/** An import, as the formats make it; answers its version. */
export async function importRows(app: RunningApp, def: LayerDef, rows: Rows, mode: 'replace' | 'upsert'): Promise<number> {
  const target = await app.features.beginImport(def, mode, 'test')
  const problems = await target.add(
    [...rows].map(([id, n], i) => {
      const { geometry, properties } = pointOf(id, n)
      return { row: i + 1, id, geometry, properties: def.kind === 'typed' ? cameraOf(id, n) : properties }
    }),
  )
  if (problems.length > 0) throw new Error(JSON.stringify(problems[0]))
  return (await target.commit({ source: 'rows.csv', format: 'csv', rows: rows.size })).version
}

export const cameraOf = (id: string, n: number) => ({ code: `c-${id}`, name: `${id}-${n}`, status: 'online', azimuth: n / 7 })

/** An answer of the datasets API: its status and JSON. */
export async function ask(
  app: { url: string },
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; seq: number | null; body: unknown }> {
  const response = await fetch(`${app.url}/api/datasets${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const seq = response.headers.get('zongtu-seq')
  return { status: response.status, seq: seq === null ? null : Number(seq), body: text === '' ? null : (JSON.parse(text) as unknown) }
}

export const revert = (app: { url: string }, layer: string, to: number, force = false) =>
  ask(app, 'POST', `/${layer}/revert`, { to, force }) as Promise<{
    status: number
    body: { version: number; code?: string; count?: number; ids?: string[]; detail?: string }
  }>

export async function versionsOf(app: { url: string }, layer: string): Promise<LayerVersion[]> {
  return ((await ask(app, 'GET', `/${layer}`)).body as { versions: LayerVersion[] }).versions
}

/** MD5 over a layer's rows in the database, without their versions and times. */
export async function checksum(app: RunningApp, layer: string): Promise<string> {
  const isTyped = app.live.layer(layer).def.kind === 'typed'
  const row = "(to_jsonb(t) - 'version' - 'updated_at' - 'geom')::text || coalesce(encode(ST_AsEWKB(t.geom), 'hex'), '')"
  const { rows } = await app.store.knex.raw<{ rows: { sum: string }[] }>(
    `select md5(coalesce(string_agg(${row}, ';' order by t.id), '')) as sum from ${isTyped ? `"${layer}"` : 'feature'} t ${isTyped ? '' : 'where layer = ?'}`,
    isTyped ? [] : [layer],
  )
  return rows[0]!.sum
}
