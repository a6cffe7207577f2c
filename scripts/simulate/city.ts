import { type RoadLine, RoadNetwork } from '../../geo-data/movement/index.ts'
import { type Api, Refusal } from './api.ts'

/** So many of the cameras are watched by video analytics. */
const MOST_CAMERAS = 2_000

export interface Spot {
  readonly id: string
  readonly lon: number
  readonly lat: number
}

/** What of a city things move about in. */
export interface City {
  readonly network: RoadNetwork
  readonly patrols: readonly Spot[]
  readonly cameras: readonly Spot[]
}

/** Reads it from the running server. Throws Refusal when it has no roads. */
export async function readCity(api: Api): Promise<City> {
  const roads = (await api.features('road')).flatMap(({ geometry, properties }): RoadLine[] => {
    const kind = String(properties?.class)
    if (geometry?.type === 'LineString') return [{ points: geometry.coordinates, class: kind }]
    return geometry?.type === 'MultiLineString' ? geometry.coordinates.map(points => ({ points, class: kind })) : []
  })
  if (roads.length === 0) throw new Refusal('the server has no roads to drive on: layer road is empty')
  const spots = async (layer: string, most: number): Promise<Spot[]> =>
    (await api.features(layer, most)).flatMap(({ id, geometry }) =>
      geometry?.type === 'Point' ? [{ id: String(id), lon: geometry.coordinates[0]!, lat: geometry.coordinates[1]! }] : [],
    )
  return { network: new RoadNetwork(roads), patrols: await spots('patrol', Infinity), cameras: await spots('camera', MOST_CAMERAS) }
}
