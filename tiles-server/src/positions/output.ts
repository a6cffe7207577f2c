import { FIX_FLAGS, type Fix, type Position, type PositionFlag, type TrackFeature } from '../contract/index.ts'

const timeOf = (time: number): string => new Date(time).toISOString()

/** A fix as the API answers it. */
export const positionOutput = ({ object, time, lon, lat, accuracy, speed, heading, received, flags }: Fix): Position => ({
  object,
  time: timeOf(time),
  lon,
  lat,
  accuracy,
  speed,
  heading,
  received: timeOf(received),
  flags: flagsOf(flags),
})

const flagsOf = (flags: number): PositionFlag[] => [
  ...(flags & FIX_FLAGS.future ? (['future'] as const) : []),
  ...(flags & FIX_FLAGS.nullIsland ? (['null-island'] as const) : []),
]

/** Fixes of one object, ordered by time, as a GeoJSON feature; implausible ones are no part of the way. */
export function trackFeature(object: string, fixes: readonly Fix[], cursor: string | null): TrackFeature {
  const way = fixes.filter(({ flags }) => flagsOf(flags).length === 0)
  const coordinates = way.map(({ lon, lat }): [number, number] => [lon, lat])
  return {
    type: 'Feature',
    id: object,
    geometry: geometryOf(coordinates),
    properties: {
      times: way.map(({ time }) => timeOf(time)),
      accuracy: way.map(fix => fix.accuracy),
      speed: way.map(fix => fix.speed),
      heading: way.map(fix => fix.heading),
    },
    cursor,
  }
}

function geometryOf(coordinates: [number, number][]): TrackFeature['geometry'] {
  const [first] = coordinates
  if (first === undefined) return null
  return coordinates.length === 1 ? { type: 'Point', coordinates: first } : { type: 'LineString', coordinates }
}
