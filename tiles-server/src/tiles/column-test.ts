import type { LayerDef } from '../contract/index.ts'
import { compileFilter, conjunctsOf, type Filter, type Interval, type Selection, soleProperty, timeWindow } from '../filter/index.ts'
import { type Bbox, toLattice } from '../geo/index.ts'
import type { CodedProperty } from './point-columns.ts'

/** What a code of a column says of its feature. */
export const OUT = 0
export const IN = 1
/** The column does not tell: the feature itself must be asked. */
export const ASK = 2

/** A selection as far as columns decide it: a point that fails here is not selected. */
export interface ColumnTest {
  /** The times that pass, milliseconds since the epoch, both ends included; undefined = all, and points without a time. */
  readonly window: Interval | undefined
  /** By coded property: OUT, IN or ASK for each code. */
  readonly tables: readonly { readonly column: number; readonly verdicts: Uint8Array }[]
  /** Lattice coordinates of the box that selected points lie in; undefined = anywhere. */
  readonly box: readonly [west: number, south: number, east: number, north: number] | undefined
  /** True when what passes must be asked in any case, for a condition is about something else. */
  readonly asks: boolean
}

/**
 * Divides a selection into what typed columns decide and the rest: `datetime` and conditions on the layer's time become one window, conditions on one
 * coded attribute a table of its codes. The conditions are those that AND joins at the top.
 */
export function columnTest(def: LayerDef, coded: readonly CodedProperty[], { filter, interval, bounds }: Selection): ColumnTest {
  const conjuncts = filter ? conjunctsOf(filter) : []
  const windows: Interval[] = interval && def.time !== undefined ? [interval] : []
  const tables: { column: number; verdicts: Uint8Array }[] = []
  let asks = false
  for (const conjunct of conjuncts) {
    const window = def.time === undefined ? undefined : timeWindow(conjunct, def.time)
    const name = soleProperty(conjunct)
    const column = coded.findIndex(property => property.name === name)
    if (window) windows.push(window)
    else if (column >= 0) tables.push({ column, verdicts: verdictsOf(conjunct, coded[column]!) })
    else asks = true
  }
  const window = windows.length === 0 ? undefined : windows.reduce((a, b) => ({ from: Math.max(a.from, b.from), to: Math.min(a.to, b.to) }))
  // Of several points only the first is in the columns.
  const box = def.geometry === 'point' ? bounds && onLattice(bounds) : undefined
  return { window, box, tables, asks }
}

const onLattice = ([west, south, east, north]: Bbox) => [toLattice(west), toLattice(south), toLattice(east), toLattice(north)] as const

/** A feature of which nothing is known. */
const NOTHING = { id: '', geometry: null, minX: Infinity, minY: Infinity, maxX: -Infinity, maxY: -Infinity }

/** A condition on one attribute is decided by its value alone. */
function verdictsOf(filter: Filter, { name, values }: CodedProperty): Uint8Array {
  const holds = compileFilter(filter)
  const verdicts = [null, ...values].map(value => (holds({ ...NOTHING, properties: { [name]: value } }) ? IN : OUT))
  return Uint8Array.from([...verdicts, ASK])
}
