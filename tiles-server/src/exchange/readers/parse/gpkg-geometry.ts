import type { Geometry } from '../../../geo/index.ts'

/** What is wrong with one geometry; the other rows can be read. */
export class BlobProblem extends Error {}

const TYPES = ['Point', 'LineString', 'Polygon', 'MultiPoint', 'MultiLineString', 'MultiPolygon', 'GeometryCollection'] as const
const ENVELOPE_BYTES = [0, 32, 48, 48, 64]
const DEPTH = 8

/**
 * The geometry of a GeoPackage blob (OGC 12-128r18, section 2.1.3): header, envelope, well-known binary in either byte order; Z and M are dropped.
 * Null when it is empty. Throws BlobProblem.
 */
export function readGeoPackageGeometry(blob: Uint8Array): Geometry | null {
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength)
  if (blob.length < 8 || view.getUint16(0) !== 0x4750) throw new BlobProblem('it does not begin with GP')
  const flags = view.getUint8(3)
  const envelope = ENVELOPE_BYTES[(flags >> 1) & 7]
  if (envelope === undefined) throw new BlobProblem(`its envelope is of kind ${(flags >> 1) & 7}`)
  if ((flags & 0x20) !== 0) throw new BlobProblem('it is an extended geometry')
  return (flags & 0x10) !== 0 ? null : new WkbReader(view, 8 + envelope).geometry(0)
}

class WkbReader {
  private little = true
  /** Numbers of a position: 2, and Z, and M. */
  private dimensions = 2

  constructor(
    private readonly view: DataView,
    private at: number,
  ) {}

  geometry(depth: number): Geometry | null {
    if (depth > DEPTH) throw new BlobProblem(`it nests deeper than ${DEPTH}`)
    const type = this.head()
    switch (type) {
      case 'Point': {
        const coordinates = this.position()
        return Number.isNaN(coordinates[0]) && Number.isNaN(coordinates[1]) ? null : { type, coordinates }
      }
      case 'LineString':
        return notEmpty({ type, coordinates: this.positions() })
      case 'Polygon':
        return notEmpty({ type, coordinates: this.list(4, () => this.positions()) })
      case 'GeometryCollection':
        return { type, geometries: this.parts(depth) }
      default:
        return notEmpty({ type, coordinates: this.parts(depth).map(part => coordinatesOf(part, type.slice(5))) } as MultiGeometry)
    }
  }

  /** Byte order and type; ISO adds 1000 for Z, 2000 for M, EWKB sets high bits, and one for an SRID. */
  private head(): (typeof TYPES)[number] {
    this.need(5)
    this.little = this.view.getUint8(this.at) === 1
    const code = this.view.getUint32(this.at + 1, this.little)
    this.at += 5
    if ((code & 0x20000000) !== 0) this.at += 4
    const plain = code & 0x0fffffff
    const [hasZ, hasM] = [(code & 0x80000000) !== 0, (code & 0x40000000) !== 0]
    const iso = Math.floor(plain / 1000)
    const type = iso > 3 ? undefined : TYPES[(plain % 1000) - 1]
    if (type === undefined) throw new BlobProblem(`its type is ${code}, none of point, line, polygon and their collections`)
    this.dimensions = 2 + Number(hasZ || iso === 1 || iso === 3) + Number(hasM || iso === 2 || iso === 3)
    return type
  }

  private parts(depth: number): Geometry[] {
    return this.list(5, () => this.geometry(depth + 1)).filter(part => part !== null)
  }

  private positions(): [number, number][] {
    return this.list(8 * this.dimensions, () => this.position())
  }

  private position(): [number, number] {
    this.need(8 * this.dimensions)
    const position: [number, number] = [this.view.getFloat64(this.at, this.little), this.view.getFloat64(this.at + 8, this.little)]
    this.at += 8 * this.dimensions
    return position
  }

  /** `bytes`: the least that one item takes, so that a wrong count is found before it is believed. */
  private list<T>(bytes: number, item: () => T): T[] {
    this.need(4)
    const count = this.view.getUint32(this.at, this.little)
    this.at += 4
    this.need(count * bytes)
    return Array.from({ length: count }, item)
  }

  private need(bytes: number): void {
    if (this.at + bytes > this.view.byteLength) throw new BlobProblem(`it ends after ${this.view.byteLength} bytes`)
  }
}

type WithCoordinates = Exclude<Geometry, { type: 'GeometryCollection' }>
type MultiGeometry = Extract<Geometry, { type: `Multi${string}` }>

const notEmpty = (geometry: WithCoordinates): Geometry | null => (geometry.coordinates.length === 0 ? null : geometry)

function coordinatesOf(part: Geometry, type: string): unknown {
  if (part.type !== type || part.type === 'GeometryCollection') throw new BlobProblem(`a ${part.type} stands among parts of type ${type}`)
  return part.coordinates
}
