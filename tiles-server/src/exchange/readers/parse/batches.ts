import { IMPORT_LIMITS, type SourceRow } from '../../types.ts'
import { problemRow } from '../json-value.ts'
import type { Item } from './job.ts'

const ROWS = 2_000
const BYTES = 4 * 2 ** 20

/** Groups items by number and size; rows too large or too deep to pass on become problems. */
export async function* batches(items: Iterable<Item> | AsyncIterable<Item>): AsyncGenerator<Item[]> {
  let batch: Item[] = []
  let bytes = 0
  for await (const item of items) {
    const [checked, size] = measured(item)
    batch.push(checked)
    bytes += size
    if (batch.length < ROWS && bytes < BYTES) continue
    yield batch
    batch = []
    bytes = 0
  }
  if (batch.length > 0) yield batch
}

function measured(item: Item): [Item, number] {
  if (!isRow(item)) return [item, item.reduce((sum, cell) => sum + 16 + 2 * (cell?.text.length ?? 0), 0)]
  const limits = { left: IMPORT_LIMITS.rowBytes }
  const deep = !weigh(item.geometry, 0, limits) || ![...item.properties.values()].every(value => weigh(value, 0, limits))
  if (deep) return [refused(item, 'nesting', `the row nests deeper than ${IMPORT_LIMITS.depth}`), 0]
  if (limits.left < 0) return [refused(item, 'row-size', `the row has more than ${IMPORT_LIMITS.rowBytes} bytes`), 0]
  return [item, IMPORT_LIMITS.rowBytes - limits.left]
}

const isRow = (item: Item): item is SourceRow => !Array.isArray(item)

const refused = (item: SourceRow, rule: string, detail: string): SourceRow => problemRow(item.row, { rule, value: '', detail })

/** Takes the size of a value off `left`. False when it nests too deep. */
function weigh(value: unknown, depth: number, limits: { left: number }): boolean {
  if (depth > IMPORT_LIMITS.depth) return false
  limits.left -= 8
  if (typeof value === 'string') limits.left -= 2 * value.length
  if (typeof value !== 'object' || value === null || limits.left < 0) return true
  for (const part of Array.isArray(value) ? value : Object.values(value)) if (!weigh(part, depth + 1, limits)) return false
  return true
}
