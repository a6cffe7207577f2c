import type { Geometry, Position } from '../geo/index.ts'

/** Well-known binary (OGC 06-103r4, section 8), two dimensions, as ST_AsBinary writes and ST_GeomFromWKB reads it. */

const TYPES = ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection'] as const

/** Little-endian WKB of a geometry; further dimensions are dropped. */
export function writeWkb(geometry: Geometry): Buffer {
  const buffer = Buffer.allocUnsafe(sizeOf(geometry))
  writeGeometry(buffer, 0, geometry)
  return buffer
}

export function readWkb(buffer: Buffer): Geometry {
  return wkbReader(buffer)()
}

/** Reads geometries that follow each other in one buffer, one a call. */
export function wkbReader(buffer: Uint8Array): () => Geometry {
  const reader = { view: new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength), at: 0 }
  return () => readGeometry(reader)
}

/** Reads the geometry that begins at an offset. */
export const readWkbAt = (view: DataView, at: number): Geometry => readGeometry({ view, at })

/** Bounds of the geometries that follow each other, minX, minY, maxX, maxY each (infinite and turned round when empty), and where each begins. */
export function wkbBounds(view: DataView, count: number): { starts: Uint32Array; boxes: Float64Array } {
  const starts = new Uint32Array(count)
  const boxes = new Float64Array(4 * count)
  const reader = { view, at: 0 }
  for (let i = 0; i < count; i++) {
    starts[i] = reader.at
    boxes.fill(Infinity, 4 * i, 4 * i + 2).fill(-Infinity, 4 * i + 2, 4 * i + 4)
    widenByGeometry(reader, boxes, 4 * i)
  }
  return { starts, boxes }
}

function sizeOf(geometry: Geometry): number {
  switch (geometry.type) {
    case 'Point':
      return 21
    case 'LineString':
      return 9 + 16 * geometry.coordinates.length
    case 'Polygon':
      return geometry.coordinates.reduce((size, ring) => size + 4 + 16 * ring.length, 9)
    case 'GeometryCollection':
      return geometry.geometries.reduce((size, part) => size + sizeOf(part), 9)
    default:
      return partsOf(geometry).reduce((size, part) => size + sizeOf(part), 9)
  }
}

function partsOf(geometry: Exclude<Geometry, { type: 'Point' | 'LineString' | 'Polygon' }>): Geometry[] {
  switch (geometry.type) {
    case 'MultiPoint':
      return geometry.coordinates.map(coordinates => ({ type: 'Point', coordinates }))
    case 'MultiLineString':
      return geometry.coordinates.map(coordinates => ({ type: 'LineString', coordinates }))
    case 'MultiPolygon':
      return geometry.coordinates.map(coordinates => ({ type: 'Polygon', coordinates }))
    case 'GeometryCollection':
      return geometry.geometries
  }
}

function writeGeometry(buffer: Buffer, start: number, geometry: Geometry): number {
  let at = buffer.writeUInt8(1, start)
  at = buffer.writeUInt32LE(TYPES.indexOf(geometry.type) + 1, at)
  switch (geometry.type) {
    case 'Point':
      return writePosition(buffer, at, geometry.coordinates)
    case 'LineString':
      return writePositions(buffer, at, geometry.coordinates)
    case 'Polygon':
      at = buffer.writeUInt32LE(geometry.coordinates.length, at)
      for (const ring of geometry.coordinates) at = writePositions(buffer, at, ring)
      return at
    default: {
      const parts = partsOf(geometry)
      at = buffer.writeUInt32LE(parts.length, at)
      for (const part of parts) at = writeGeometry(buffer, at, part)
      return at
    }
  }
}

function writePositions(buffer: Buffer, start: number, positions: readonly Position[]): number {
  let at = buffer.writeUInt32LE(positions.length, start)
  for (const position of positions) at = writePosition(buffer, at, position)
  return at
}

const writePosition = (buffer: Buffer, at: number, position: Position): number =>
  buffer.writeDoubleLE(position[1]!, buffer.writeDoubleLE(position[0]!, at))

interface Reader {
  readonly view: DataView
  at: number
}

function readType(reader: Reader): (typeof TYPES)[number] {
  if (reader.view.getUint8(reader.at) !== 1) throw new Error('WKB is expected little-endian')
  reader.at += 1
  const type = TYPES[readCount(reader) - 1]
  if (type === undefined) throw new Error('WKB of an unknown geometry type')
  return type
}

function widenByGeometry(reader: Reader, boxes: Float64Array, at: number): void {
  const type = readType(reader)
  if (type === 'Point') widenByPositions(reader, 1, boxes, at)
  else if (type === 'LineString') widenByPositions(reader, readCount(reader), boxes, at)
  else if (type === 'Polygon')
    for (let rings = readCount(reader); rings > 0; rings--) widenByPositions(reader, readCount(reader), boxes, at)
  else for (let parts = readCount(reader); parts > 0; parts--) widenByGeometry(reader, boxes, at)
}

function widenByPositions(reader: Reader, count: number, boxes: Float64Array, at: number): void {
  const { view } = reader
  for (const end = reader.at + 16 * count; reader.at < end; reader.at += 16) {
    const x = view.getFloat64(reader.at, true)
    const y = view.getFloat64(reader.at + 8, true)
    // An empty point has no numbers and widens nothing.
    if (x < boxes[at]!) boxes[at] = x
    if (y < boxes[at + 1]!) boxes[at + 1] = y
    if (x > boxes[at + 2]!) boxes[at + 2] = x
    if (y > boxes[at + 3]!) boxes[at + 3] = y
  }
}

function readGeometry(reader: Reader): Geometry {
  const type = readType(reader)
  switch (type) {
    case 'Point':
      return { type, coordinates: readPosition(reader) }
    case 'LineString':
      return { type, coordinates: readPositions(reader) }
    case 'Polygon':
      return { type, coordinates: times(readCount(reader), () => readPositions(reader)) }
    case 'GeometryCollection':
      return { type, geometries: times(readCount(reader), () => readGeometry(reader)) }
    default: {
      const parts = times(readCount(reader), () => readGeometry(reader))
      return { type, coordinates: parts.map(part => (part as { coordinates: unknown }).coordinates) } as Geometry
    }
  }
}

function readCount(reader: Reader): number {
  const count = reader.view.getUint32(reader.at, true)
  reader.at += 4
  return count
}

const readPositions = (reader: Reader): Position[] => times(readCount(reader), () => readPosition(reader))

function readPosition(reader: Reader): Position {
  const position = [reader.view.getFloat64(reader.at, true), reader.view.getFloat64(reader.at + 8, true)]
  reader.at += 16
  return position
}

function times<T>(count: number, make: () => T): T[] {
  const list = new Array<T>(count)
  for (let i = 0; i < count; i++) list[i] = make()
  return list
}
