import { FeatureInput, type FeatureOutput, type LayerDef } from '../contract/index.ts'
import { type Clock, createIds, shown, ZongtuError } from '../kernel/index.ts'
import type { Live } from '../live/index.ts'
import type { NewRow, Row, Store, WriteTransaction } from '../store/index.ts'
import { checkFeatureGeometry } from './geometry.ts'
import { checkId } from './id.ts'
import { placeRow, withoutPlaced } from './placing.ts'
import { checkProperties } from './properties.ts'

interface WriteOptions {
  /** Who writes; goes into the change log. */
  readonly actor: string
  /** Versions of which the current one must be one; `*` = any existing. Absent = not asked. */
  readonly ifMatch?: '*' | readonly string[]
}

/** A feature as written, with the sequence number of its change. */
export interface Written extends FeatureOutput {
  readonly seq: number
}

/** The write path of single features. Every answer comes after this process's live index shows the write. */
export interface FeatureWriter {
  /** Throws unknown-layer, unit-layer, read-only-layer, bad-property, bad-geometry, duplicate-id, store-unavailable. */
  create(layerId: string, input: unknown, options: WriteOptions): Promise<Written>
  /** Replaces geometry and all properties. Throws as create, and unknown-feature, stale-version. */
  replace(layerId: string, id: string, input: unknown, options: WriteOptions): Promise<Written>
  /** Throws unknown-layer, unit-layer, read-only-layer, unknown-feature, stale-version, store-unavailable. */
  remove(layerId: string, id: string, options: WriteOptions): Promise<{ seq: number }>
}

export function createFeatureWriter({ store, live, clock }: { store: Store; live: Live; clock: Clock }): FeatureWriter {
  const nextId = createIds(clock)

  async function commit(layerId: string, actor: string, work: (tx: WriteTransaction) => Promise<Row>): Promise<Written> {
    const { result, seq } = await store.write(actor, work)
    await live.waitFor(seq, layerId)
    const { id, version, geometry, properties } = result
    return { type: 'Feature', id, version, geometry, properties, seq }
  }

  return {
    async create(layerId, input, { actor }) {
      const def = editable(live, layerId)
      const feature = parse(input)
      const row = toRow(def, checkId(feature.id ?? nextId()), feature)
      return commit(layerId, actor, async tx => store.rows.insert(tx, def, await placeRow(store, tx, def, row)))
    },

    async replace(layerId, id, input, options) {
      const def = editable(live, layerId)
      const feature = parse(input)
      if (feature.id !== undefined && feature.id !== id) {
        throw new ZongtuError('bad-property', `feature id is ${shown(feature.id)}, it must be absent or the id of the path, ${shown(id)}`, {
          property: 'id',
        })
      }
      const row = toRow(def, checkId(id), feature)
      return commit(layerId, options.actor, async tx => {
        const placed = await placeRow(store, tx, def, row)
        return store.rows.update(tx, def, await current(store, tx, def, id, options), placed)
      })
    },

    async remove(layerId, id, options) {
      const def = editable(live, layerId)
      checkId(id)
      const { seq } = await store.write(options.actor, async tx => store.rows.remove(tx, def, await current(store, tx, def, id, options)))
      await live.waitFor(seq, layerId)
      return { seq }
    },
  }
}

/** The layer's definition if single features of it may be written. */
function editable(live: Live, layerId: string): LayerDef {
  const { def } = live.layer(layerId)
  if (def.kind === 'derived' || def.kind === 'indicator')
    throw new ZongtuError('read-only-layer', `layer ${def.id} is derived from other layers and cannot be written`)
  if (def.kind === 'unit' || def.coverage) {
    throw new ZongtuError('unit-layer', `layer ${def.id} is a coverage: its features are changed as a set, not one by one`)
  }
  return def
}

function parse(input: unknown): FeatureInput {
  const parsed = FeatureInput.safeParse(input)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const where = issue!.path.length === 0 ? 'the body' : issue!.path.map(String).join('.')
  throw new ZongtuError('bad-json', `not a GeoJSON feature: ${shown(where)}: ${issue!.message}`)
}

const toRow = (def: LayerDef, id: string, feature: FeatureInput): NewRow => ({
  id,
  geometry: checkFeatureGeometry(def, feature.geometry),
  properties: checkProperties(def, withoutPlaced(def, feature.properties ?? {})),
})

/** The row to replace, locked, if it is there and of a version the caller knows. */
async function current(store: Store, tx: WriteTransaction, def: LayerDef, id: string, { ifMatch }: WriteOptions): Promise<Row> {
  const row = await store.rows.lock(tx, def, id)
  if (row === undefined) throw new ZongtuError('unknown-feature', `layer ${def.id} has no feature ${shown(id)}`)
  if (ifMatch !== undefined && ifMatch !== '*' && !ifMatch.includes(String(row.version))) {
    throw new ZongtuError(
      'stale-version',
      `feature ${shown(id)} of layer ${def.id} is version ${row.version}, not ${ifMatch.join(' or ')}`,
      {
        version: row.version,
      },
    )
  }
  return row
}
