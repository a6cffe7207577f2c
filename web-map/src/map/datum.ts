import gcoord from 'gcoord'
import type { FeatureCollection, Position } from 'geojson'
import type { MapCrs } from '../../../tiles-server/src/contract/index.ts'

type Box = readonly [west: number, south: number, east: number, north: number]
type Point = readonly [lon: number, lat: number]

/** Between the coordinates of the data (WGS 84) and those the map is drawn in; both in degrees. */
export interface Datum {
  readonly crs: MapCrs
  toMap(at: Point): [number, number]
  toWorld(at: Point): [number, number]
  /** The box around the moved corners. */
  boxToMap(box: Box): [number, number, number, number]
  boxToWorld(box: Box): [number, number, number, number]
  /** A moved copy. */
  featuresToMap(features: FeatureCollection): FeatureCollection
}

/** GCJ-02 lies up to about 700 m beside WGS 84 within China, and equals it elsewhere. */
export function datumOf(crs: MapCrs): Datum {
  const toMap = (at: Point): [number, number] => (crs === 'wgs84' ? [...at] : gcoord.transform([...at], gcoord.WGS84, gcoord.GCJ02))
  const toWorld = (at: Point): [number, number] => (crs === 'wgs84' ? [...at] : gcoord.transform([...at], gcoord.GCJ02, gcoord.WGS84))
  return {
    crs,
    toMap,
    toWorld,
    boxToMap: box => moveBox(box, toMap),
    boxToWorld: box => moveBox(box, toWorld),
    featuresToMap: features => (crs === 'wgs84' ? features : moveAll(features, toMap)),
  }
}

function moveBox([west, south, east, north]: Box, move: (at: Point) => [number, number]): [number, number, number, number] {
  const corners = [move([west, south]), move([east, south]), move([east, north]), move([west, north])]
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)]
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** Every position of the collection, moved; at whatever depth of its geometry it lies. */
function moveAll(features: FeatureCollection, move: (at: Point) => [number, number]): FeatureCollection {
  const moved = (value: unknown): unknown => {
    if (!Array.isArray(value)) return value
    if (typeof value[0] !== 'number') return value.map(moved)
    const [lon, lat, ...rest] = value as Position
    return [...move([lon!, lat!]), ...rest]
  }
  const text = JSON.stringify(features, (key, value: unknown) => (key === 'coordinates' ? moved(value) : value))
  return JSON.parse(text) as FeatureCollection
}
