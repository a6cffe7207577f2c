import type { Feature, FeatureCollection, Geometry, LineString, Position } from 'geojson'

/** A vertex that cleaning moved; positions in lon/lat. */
export interface Moved {
  readonly from: readonly [number, number]
  readonly to: readonly [number, number]
  readonly metres: number
}

export interface Mark {
  readonly n: number
  readonly kind: string
  readonly at?: readonly [number, number]
  /** The feature it is about: its id in the sample, and its west, south, east, north. */
  readonly row?: number
  readonly bounds?: readonly [number, number, number, number]
}

export const NONE: FeatureCollection = { type: 'FeatureCollection', features: [] }

/** Numbered points: `n`, `kind`. Marks without a place are left out. */
export const marksOf = (marks: readonly Mark[]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: marks.flatMap(({ n, kind, at }): Feature[] =>
    at ? [{ type: 'Feature', properties: { n, kind }, geometry: { type: 'Point', coordinates: [...at] } }] : [],
  ),
})

/** The sample with the outlines of its areas as lines of their own: tiles drop an area of no size, which a bow-tie has. */
export const outlined = (sample: FeatureCollection<Geometry | null>): FeatureCollection => ({
  type: 'FeatureCollection',
  features: sample.features.flatMap((feature): Feature[] => {
    const { geometry, id } = feature
    if (!geometry) return []
    const properties = { row: id }
    const rings = ringsOf(geometry)
    const outline: Feature[] =
      rings.length === 0 ? [] : [{ type: 'Feature', properties, geometry: { type: 'MultiLineString', coordinates: rings } }]
    return [{ type: 'Feature', properties, geometry }, ...outline]
  }),
})

/** The same vertex to the seventh decimal, the lattice of coverages. */
const keyOf = (position: Position): string => `${Math.round(position[0]! * 1e7)},${Math.round(position[1]! * 1e7)}`

const line = (part: string, coordinates: Position[], metres?: number): Feature<LineString> => ({
  type: 'Feature',
  properties: { part, ...(metres === undefined ? {} : { metres }) },
  geometry: { type: 'LineString', coordinates },
})

/**
 * What cleaning moves, as lines: `before` and `after` are the edges of the preview's features that have a moved end, `move` goes from a vertex's
 * old place to its new one.
 */
export function movesOf(sample: FeatureCollection<Geometry | null>, moves: readonly Moved[]): FeatureCollection<LineString> {
  const byPlace = new Map(moves.map(move => [keyOf([...move.from]), move]))
  const features = moves.map(move => line('move', [[...move.from], [...move.to]], move.metres))
  if (byPlace.size === 0) return { type: 'FeatureCollection', features }
  for (const { geometry } of sample.features) {
    for (const ring of ringsOf(geometry)) {
      for (let i = 0; i + 1 < ring.length; i++) {
        const [a, b] = [ring[i]!, ring[i + 1]!]
        const [moveA, moveB] = [byPlace.get(keyOf(a)), byPlace.get(keyOf(b))]
        if (!moveA && !moveB) continue
        features.push(line('before', [a, b]), line('after', [[...(moveA?.to ?? a)], [...(moveB?.to ?? b)]]))
      }
    }
  }
  return { type: 'FeatureCollection', features }
}

function ringsOf(geometry: Geometry | null): Position[][] {
  if (geometry?.type === 'Polygon') return geometry.coordinates
  return geometry?.type === 'MultiPolygon' ? geometry.coordinates.flat() : []
}
