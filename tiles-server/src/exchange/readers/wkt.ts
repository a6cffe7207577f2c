import type { Geometry, Position } from '../../geo/index.ts'

const TYPES = {
  POINT: 'Point',
  LINESTRING: 'LineString',
  POLYGON: 'Polygon',
  MULTIPOINT: 'MultiPoint',
  MULTILINESTRING: 'MultiLineString',
  MULTIPOLYGON: 'MultiPolygon',
} as const
const DEPTH = { Point: 0, LineString: 1, MultiPoint: 1, Polygon: 2, MultiLineString: 2, MultiPolygon: 3 } as const
type Nested = Position | Nested[]

/** True when a text looks like well-known text (OGC 06-103r4, section 7), perhaps with SRID= before it. */
export const looksLikeWkt = (text: string): boolean =>
  /^\s*(SRID=\d+\s*;\s*)?(MULTI)?(POINT|LINESTRING|POLYGON)\s*(Z|M|ZM)?\s*(\(|EMPTY)/i.test(text)

/** Reads well-known text; Z and M are dropped, EMPTY is null. Answers what is wrong as text. */
export function readWkt(text: string): { geometry: Geometry | null; srid?: number } | { problem: string } {
  const head = /^\s*(?:SRID=(\d+)\s*;)?\s*([A-Z]+)\s*(?:ZM|Z|M)?\s*(?=[(]|EMPTY)/i.exec(text)
  const type = head === null ? undefined : TYPES[head[2]!.toUpperCase() as keyof typeof TYPES]
  if (head === null || type === undefined) return { problem: 'not a POINT, LINESTRING, POLYGON or MULTI form of well-known text' }
  const srid = head[1] === undefined ? {} : { srid: Number(head[1]) }
  const body = text.slice(head[0].length).trim()
  if (/^EMPTY$/i.test(body)) return { geometry: null, ...srid }
  const scanner = new WktScanner(body)
  try {
    const coordinates = type === 'Point' ? scanner.point() : type === 'MultiPoint' ? scanner.points() : scanner.nested(DEPTH[type])
    scanner.end()
    return { geometry: { type, coordinates } as Geometry, ...srid }
  } catch (error) {
    if (error instanceof WktProblem) return { problem: error.message }
    throw error
  }
}

class WktProblem extends Error {}

class WktScanner {
  private at = 0
  constructor(private readonly text: string) {}

  point(): Position {
    this.take('(')
    const position = this.position()
    this.take(')')
    return position
  }

  /** MULTIPOINT ((1 2), (3 4)) and its older form MULTIPOINT (1 2, 3 4). */
  points(): Position[] {
    return this.listOf(() => (this.peek() === '(' ? this.point() : this.position()))
  }

  nested(depth: number): Nested[] {
    return this.listOf(() => (depth === 1 ? this.position() : this.nested(depth - 1)))
  }

  end(): void {
    if (this.peek() !== '') throw this.problem('the end')
  }

  private listOf<T>(item: () => T): T[] {
    this.take('(')
    const list = [item()]
    while (this.peek() === ',') {
      this.at++
      list.push(item())
    }
    this.take(')')
    return list
  }

  private position(): Position {
    const pattern = /\s*([^\s,()]+)\s+([^\s,()]+)((?:\s+[^\s,()]+){0,2})\s*/y
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    const [x, y] = [Number(match?.[1]), Number(match?.[2])]
    if (match === null || Number.isNaN(x) || Number.isNaN(y)) throw this.problem('two numbers')
    this.at = pattern.lastIndex
    return [x, y]
  }

  private take(symbol: string): void {
    if (this.peek() !== symbol) throw this.problem(symbol)
    this.at++
  }

  private peek(): string {
    while (/\s/.test(this.text[this.at] ?? '')) this.at++
    return this.text[this.at] ?? ''
  }

  private problem(expected: string): WktProblem {
    const found = this.text.slice(this.at, this.at + 20).trim() || 'the end'
    return new WktProblem(`well-known text: found "${found}", expected ${expected}`)
  }
}
