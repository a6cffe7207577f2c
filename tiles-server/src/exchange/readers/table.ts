import type { PropertyDef } from '../../contract/index.ts'
import { badImport, shown } from '../shown.ts'
import { IMPORT_LIMITS } from '../types.ts'

/** The text of a cell; null is an empty one, '' one that says it is empty text (quoted). */
export type Cell = string | null

/** A table of text cells with a header. */
export interface Table {
  readonly encoding: string
  readonly delimiter?: string
  readonly header: readonly string[]
  /** Data records in batches, each with as many cells as its line has. Throws bad-import with the place. */
  records(): AsyncIterable<Cell[][]>
  /** Columns that are text whatever it looks like, by how their cells are written; known once all records were read. */
  types(): ReadonlyMap<string, PropertyDef['type']>
}

/** Names of columns from the first record. Throws bad-import: too many, or one twice. */
export function checkHeader(cells: readonly Cell[]): string[] {
  if (cells.length > IMPORT_LIMITS.columns) {
    throw badImport(`the header has ${cells.length} columns; at most ${IMPORT_LIMITS.columns} are allowed`, { rule: 'columns' })
  }
  const header = cells.map((cell, i) => cell?.trim() || `column_${i + 1}`)
  const twice = header.find((name, i) => header.indexOf(name) !== i)
  if (twice !== undefined) throw badImport(`the header names the column "${shown(twice)}" twice`, { rule: 'header', column: twice })
  return header
}

const NUMBER_LIKE = /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i

/**
 * How the cells of a table are written. Where text is quoted and numbers are bare, a quoted number is text: a code. A file that quotes everything
 * or nothing says nothing by it.
 */
export class Quoting {
  readonly #bare = new Set<number>()
  readonly #quotedNumbers = new Set<number>()

  see(column: number, text: string, quoted: boolean): void {
    if (!quoted) this.#bare.add(column)
    else if (NUMBER_LIKE.test(text)) this.#quotedNumbers.add(column)
  }

  /** Whether any cell with content was bare. */
  get someBare(): boolean {
    return this.#bare.size > 0
  }

  /** Columns with quoted numbers, where another column has bare cells. */
  types(header: readonly string[]): Map<string, PropertyDef['type']> {
    const isText = (column: number): boolean => this.#bare.size > (this.#bare.has(column) ? 1 : 0)
    return new Map(
      [...this.#quotedNumbers].filter(isText).flatMap(column => (header[column] === undefined ? [] : [[header[column], 'string']])),
    )
  }
}
