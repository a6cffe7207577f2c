import { type Findings, MAX_POSITIONS } from './geometry-shape.ts'
import type { Position } from './types.ts'

/** How deep `coordinates` nests for the types that can be repaired: 1 = a position. */
const DEPTHS: Readonly<Record<string, number>> = { Point: 1, MultiPoint: 2, LineString: 2, MultiLineString: 3, Polygon: 3, MultiPolygon: 4 }
const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*$/i

/** Positions, or lists of them: the coordinates of a geometry, with empty lists allowed. */
export type Nested = Position | Nested[]

/** The coordinates of a geometry as numbers, texts that are plain numbers read; undefined when they hold anything else, nest wrongly or are too many. */
export function readCoordinates(type: unknown, coordinates: unknown, { add }: Findings): Nested | undefined {
  const depth = typeof type === 'string' && Object.hasOwn(DEPTHS, type) ? DEPTHS[type]! : undefined
  if (depth === undefined) return undefined
  const walk: Walk = { left: MAX_POSITIONS, texts: 0 }
  const read = readNested(coordinates, depth, walk)
  if (read !== undefined && walk.texts > 0) {
    add(
      'number-text',
      `${walk.texts === 1 ? 'a position was' : `${walk.texts} positions were`} text that holds plain numbers, and read as numbers`,
      walk.first,
    )
  }
  return read
}

interface Walk {
  left: number
  texts: number
  first?: Position
}

function readNested(value: unknown, depth: number, walk: Walk): Nested | undefined {
  if (!Array.isArray(value) || --walk.left < 0) return undefined
  if (depth === 1) return readPosition(value, walk)
  const list: Nested[] = []
  for (const part of value as unknown[]) {
    const read = readNested(part, depth - 1, walk)
    if (read === undefined) return undefined
    list.push(read)
  }
  return list
}

function readPosition(value: readonly unknown[], walk: Walk): Position | undefined {
  if (value.length < 2 || value.length > 4) return undefined
  const numbers = value.map(part => (typeof part === 'string' && NUMBER.test(part) ? Number(part) : part))
  if (!numbers.every(part => typeof part === 'number' && Number.isFinite(part))) return undefined
  const position = numbers as Position
  if (value.some(part => typeof part === 'string')) {
    walk.texts++
    walk.first ??= position
  }
  return position
}

/** Longitudes one turn too far east or west, brought into -180..180 when every position is on that side: nothing is torn apart. */
export function unwound(coordinates: Nested, { add }: Findings): Nested {
  let [west, east, wide] = [Infinity, -Infinity, true]
  let first: Position | undefined
  eachOf(coordinates, position => {
    west = Math.min(west, position[0]!)
    east = Math.max(east, position[0]!)
    wide &&= Math.abs(position[1]!) <= 90
    first ??= position
  })
  const turn = west >= 180 && east > 180 && east <= 540 ? -360 : east <= -180 && west < -180 && west >= -540 ? 360 : 0
  if (turn === 0 || !wide) return coordinates
  add(
    'longitude-turn',
    `all longitudes lie beyond ${turn < 0 ? 180 : -180}; ${Math.abs(turn)} degrees were ${turn < 0 ? 'taken off' : 'added'}`,
    first,
  )
  return mapped(coordinates, ([x, y, ...rest]) => [x! + turn, y!, ...rest])
}

const isPosition = (value: Nested): value is Position => value.length > 0 && typeof value[0] === 'number'

function eachOf(value: Nested, visit: (position: Position) => void): void {
  if (isPosition(value)) visit(value)
  else for (const part of value) eachOf(part, visit)
}

function mapped(value: Nested, change: (position: Position) => Position): Nested {
  return isPosition(value) ? change(value) : value.map(part => mapped(part, change))
}
