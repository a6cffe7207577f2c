import type { LayerDef, Properties } from '../contract/index.ts'
import { type Bbox, bboxOf, type CoverageFace, createLocator, latticeRings, pointInRings, toLattice } from '../geo/index.ts'
import type { Live } from '../live/index.ts'
import { type NewRow, placedProperty, type Store, type UnitRow, type WriteTransaction } from '../store/index.ts'

type Placer = Pick<Store, 'placing' | 'units'>

/** What the server keeps by itself is not taken from a body: one that was read may be sent back. */
export function withoutPlaced(def: LayerDef, properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const placed = placedProperty(def)
  if (!placed || !Object.hasOwn(properties, placed.name)) return properties
  return Object.fromEntries(Object.entries(properties).filter(([name]) => name !== placed.name))
}

const withCode = (def: LayerDef, properties: Properties, code: string | null | undefined): Properties =>
  code === null || code === undefined ? properties : { ...properties, [placedProperty(def)!.name]: code }

/** A lattice step more on each side: rounding brings together what boxes hold apart. */
const padded = ([west, south, east, north]: Bbox): Bbox => [west - 1e-7, south - 1e-7, east + 1e-7, north + 1e-7]

/**
 * The row with the code of the leaf unit that contains its point, by the half-open rule, as the database has the units in this transaction; they
 * stay so until it ends. Call before any row is locked.
 */
export async function placeRow({ placing, units }: Placer, tx: WriteTransaction, def: LayerDef, row: NewRow): Promise<NewRow> {
  if (!placedProperty(def)) return row
  await placing.hold(tx)
  if (row.geometry?.type !== 'Point') return row
  const [lon, lat] = row.geometry.coordinates as [number, number]
  const [x, y] = [toLattice(lon), toLattice(lat)]
  const near = await units.current(tx, { bbox: padded([lon, lat, lon, lat]) })
  const unit = near.find(({ geometry }) => geometry && pointInRings(x, y, latticeRings(geometry)))
  return { ...row, properties: withCode(def, row.properties, unit?.code) }
}

/** The same for the rows of an import, by the units as live shows them: the import checks before its end that they are still so. */
export function placeByLive(live: Live, def: LayerDef, row: NewRow): NewRow {
  if (!placedProperty(def) || row.geometry?.type !== 'Point') return row
  const [lon, lat] = row.geometry.coordinates as [number, number]
  return { ...row, properties: withCode(def, row.properties, live.leafAt(lon, lat)?.properties.code as string | undefined) }
}

/**
 * After a change of units: features of the placed layers that now lie in another leaf unit, or in one of another code, are placed anew, in the same
 * transaction. `before` and `after`: the leaves that went or changed, as they were and as they are; none of the other leaves changed.
 */
export async function placeAgain(
  { placing }: Placer,
  tx: WriteTransaction,
  defs: readonly LayerDef[],
  before: readonly UnitRow[],
  after: readonly UnitRow[],
): Promise<void> {
  const boxes = [...before, ...after].flatMap(({ geometry }): Bbox[] => (geometry ? [padded(bboxOf(geometry)!)] : []))
  if (boxes.length === 0) return
  const faces = after.flatMap(({ code, geometry }): CoverageFace[] => (geometry ? [{ id: code, geometry }] : []))
  const { locate } = createLocator(faces)
  const gone = new Set(before.map(({ code }) => code))
  for (const def of defs.filter(placedProperty)) {
    const moved = []
    for await (const points of placing.pointsIn(tx, def, boxes)) {
      for (const point of points) {
        // In none of the changed units: a point of another unit, unless it was in one of them.
        const code = locate(point.lon, point.lat) ?? (point.code !== null && gone.has(point.code) ? null : point.code)
        if (code !== point.code) moved.push({ ...point, code })
      }
    }
    if (moved.length > 0) await placing.place(tx, def, moved)
  }
}
