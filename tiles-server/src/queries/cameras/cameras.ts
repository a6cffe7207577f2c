import type { CamerasExplained, SeenBy, SeenCamera, SeenView } from '../../contract/index.ts'
import type { Selects } from '../../filter/index.ts'
import { type CameraView, eastOf, geodesicBetween, type InView, inView, lonBetween, northOf, type SightEnd } from '../../geo/index.ts'
import type { Live } from '../../live/index.ts'
import { Buildings } from './buildings.ts'
import { type Camera, viewNow, viewTurned } from './camera.ts'
import { CameraIndex } from './camera-index.ts'

/** Which cameras are asked, about a target of which height above the ground (metres). */
export interface CamerasAsked {
  readonly targetHeight: number
  readonly matches?: Selects | undefined
  /** Only those that are online: a camera that is off or broken sees nothing. */
  readonly onlineOnly: boolean
}

/** Which cameras see a place. Positions in degrees, WGS 84. */
export interface Cameras {
  /** Cameras that see a point now, could if they were turned, or would if no building stood between; each list by distance, then id. */
  seeing(lon: number, lat: number, asked: CamerasAsked): SeenBy & { readonly explain: CamerasExplained }
}

export function createCameras(live: Live): Cameras {
  const index = new CameraIndex(live)
  return {
    seeing(lon, lat, asked) {
      const started = performance.now()
      const buildings = new Buildings(live)
      const lists = { now: [] as SeenCamera[], ifTurned: [] as SeenCamera[], blocked: [] as SeenCamera[] }
      const candidates = index.within(lon, lat, lon, lat)
      let exactTests = 0
      for (const camera of candidates) {
        if (!isAsked(camera, asked)) continue
        exactTests++
        const looked = lookAt(camera, lon, lat, asked.targetHeight, buildings)
        if (looked) lists[looked.list].push(looked.seen)
      }
      for (const list of Object.values(lists)) list.sort(byDistance)
      const explain = {
        index: 'R-tree of what each camera can reach; R-tree of buildings along each line of sight',
        candidates: candidates.length,
        exactTests,
        buildingsTested: buildings.tested,
        ms: performance.now() - started,
      }
      return { ...lists, explain }
    },
  }
}

const isAsked = ({ feature }: Camera, { onlineOnly, matches }: CamerasAsked): boolean =>
  (!onlineOnly || feature.properties.status === 'online') && (!matches || matches(feature))

const byDistance = (a: SeenCamera, b: SeenCamera): number => a.distance_m - b.distance_m || (a.id < b.id ? -1 : 1)

function lookAt(
  camera: Camera,
  lon: number,
  lat: number,
  targetHeight: number,
  buildings: Buildings,
): { list: 'now' | 'ifTurned' | 'blocked'; seen: SeenCamera } | undefined {
  const { plane } = camera
  const [dLon, dLat] = [lonBetween(plane.lon, lon), lat - plane.lat]
  const [east, north] = [eastOf(plane, dLon, dLat), northOf(plane, dLon, dLat)]
  const now = viewNow(camera, targetHeight)
  const seesNow = now ? inView(now, east, north) : 0
  const view = seesNow === 0 ? viewTurned(camera) : now
  const sees = seesNow === 0 && view ? inView(view, east, north) : seesNow
  if (!view || sees === 0) return undefined
  const from: SightEnd = { lon: plane.lon, lat: plane.lat, height: camera.height }
  const hiding = buildings.firstHiding(from, { lon: plane.lon + dLon, lat, height: targetHeight })
  const seen = describe(camera, view, sees, lon, lat)
  if (!hiding) return { list: seesNow === 0 ? 'ifTurned' : 'now', seen }
  const at = [lonBetween(0, plane.lon + hiding.share * dLon), plane.lat + hiding.share * dLat] as const
  return { list: 'blocked', seen: { ...seen, blockedBy: { layer: 'building', id: hiding.id, at } } }
}

function describe({ feature, plane }: Camera, view: CameraView, sees: InView, lon: number, lat: number): SeenCamera {
  const { properties } = feature
  const { metres, bearing } = geodesicBetween(plane.lon, plane.lat, lon, lat)
  return {
    id: feature.id,
    code: String(properties.code),
    name: String(properties.name),
    status: String(properties.status),
    kind: typeof properties.kind === 'string' ? properties.kind : null,
    position: [plane.lon, plane.lat],
    distance_m: metres,
    bearing_deg: bearing,
    certainty: sees === 2 ? 'certain' : 'possible',
    view: viewOf(view),
  }
}

const viewOf = ({ azimuth, uncertainty, fov, near, range }: CameraView): SeenView => ({
  azimuth: Number.isNaN(azimuth) ? null : azimuth,
  uncertainty,
  fov,
  near,
  range,
})
