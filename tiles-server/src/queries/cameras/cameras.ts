import type { CamerasExplained, SeenBy, SeenCamera, SeenView } from '../../contract/index.ts'
import type { Selects } from '../../filter/index.ts'
import { type CameraView, eastOf, geodesicBetween, inView, lonBetween, northOf, type Position, type SightEnd } from '../../geo/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import { type Along, lookAlong } from './along.ts'
import { Buildings } from './buildings.ts'
import { type Camera, viewNow, viewTurned } from './camera.ts'
import type { CameraIndex } from './camera-index.ts'
import { coverageOf, metresOf } from './coverage.ts'
import { type Route, routeOf } from './route.ts'

/** Which cameras are asked, about a target of which height above the ground (metres). */
export interface CamerasAsked {
  readonly targetHeight: number
  readonly matches?: Selects | undefined
  /** Only those that are online: a camera that is off or broken sees nothing. */
  readonly onlineOnly: boolean
}

type Explained = SeenBy & { readonly explain: CamerasExplained }

/** Which cameras see a place. Positions in degrees, WGS 84. Both throw too-large where one answer would be too much work. */
export interface Cameras {
  /** Cameras that see a point now, could if they were turned, or would if no building stood between; each list by distance, then id. */
  seeing(point: Position, asked: CamerasAsked): Explained
  /** The same for a line, some of which they see, with the stretches that are covered now and the gaps. */
  seeingLine(line: readonly Position[], asked: CamerasAsked): Explained
}

export function createCameras(live: Live, index: CameraIndex): Cameras {
  return {
    seeing(point, asked) {
      const [lon, lat] = point as [number, number]
      const work = new Work(live)
      for (const camera of work.candidates(index.within(lon, lat, lon, lat), asked)) lookAt(camera, lon, lat, asked.targetHeight, work)
      return work.answer()
    },
    seeingLine(line, asked) {
      const work = new Work(live)
      const route = routeOf(line)
      const reached = legsInReach(index, route)
      const cameras = work.candidates([...reached.keys()], asked)
      const looked = cameras.flatMap(camera => {
        const along = lookAlong(camera, route, reached.get(camera)!, asked.targetHeight, work.buildings)
        return along ? [{ camera, along }] : []
      })
      for (const { camera, along } of looked) work.add(along.list, describeAlong(camera, along))
      return { ...work.answer(), line: lineOf(route, looked) }
    },
  }
}

/** Most cameras in one answer. */
const MOST_SEEN = 10_000

/** One question: the lists to fill and what it took. */
class Work {
  readonly buildings: Buildings
  readonly lists = { now: [] as SeenCamera[], ifTurned: [] as SeenCamera[], blocked: [] as SeenCamera[] }
  readonly #started = performance.now()
  #candidates = 0
  #exactTests = 0
  #seen = 0

  constructor(live: Live) {
    this.buildings = new Buildings(live)
  }

  candidates(found: readonly Camera[], { onlineOnly, matches }: CamerasAsked): Camera[] {
    this.#candidates = found.length
    const asked = found.filter(({ feature }) => (!onlineOnly || feature.properties.status === 'online') && (!matches || matches(feature)))
    this.#exactTests = asked.length
    return asked
  }

  add(list: 'now' | 'ifTurned' | 'blocked', seen: SeenCamera): void {
    if (++this.#seen > MOST_SEEN) {
      throw new ZongtuError('too-large', `more than ${MOST_SEEN} cameras see it, could, or would; ask about fewer by filter`)
    }
    this.lists[list].push(seen)
  }

  answer(): Explained {
    for (const list of Object.values(this.lists)) list.sort((a, b) => a.distance_m - b.distance_m || (a.id < b.id ? -1 : 1))
    const explain = {
      index: 'R-tree of what each camera can reach; R-tree of buildings along each line of sight',
      candidates: this.#candidates,
      exactTests: this.#exactTests,
      buildingsTested: this.buildings.tested,
      ms: performance.now() - this.#started,
    }
    return { ...this.lists, explain }
  }
}

function lookAt(camera: Camera, lon: number, lat: number, targetHeight: number, work: Work): void {
  const { plane } = camera
  const [dLon, dLat] = [lonBetween(plane.lon, lon), lat - plane.lat]
  const [east, north] = [eastOf(plane, dLon, dLat), northOf(plane, dLon, dLat)]
  for (const [list, view] of [
    ['now', viewNow(camera, targetHeight)],
    ['ifTurned', viewTurned(camera)],
  ] as const) {
    const sees = view ? inView(view, east, north) : 0
    if (!view || sees === 0) continue
    const target = [plane.lon + dLon, lat] as const
    const hiding = work.buildings.firstHiding(endOf(camera), { lon: target[0], lat, height: targetHeight })
    const seen = describe(camera, view, sees === 2, [lon, lat])
    if (hiding) work.add('blocked', { ...seen, blockedBy: blockedBy(camera, hiding, target) })
    else work.add(list, seen)
    return
  }
}

const endOf = ({ plane, height }: Camera): SightEnd => ({ lon: plane.lon, lat: plane.lat, height })

function describeAlong(camera: Camera, { view, pieces, nearest, hiding }: Along): SeenCamera {
  const isCertain = pieces.some(({ value }) => value === 2)
  const seen = describe(camera, view, isCertain, nearest)
  return hiding ? { ...seen, blockedBy: blockedBy(camera, hiding.by, hiding.target) } : seen
}

function describe({ feature, plane }: Camera, view: CameraView, isCertain: boolean, [lon, lat]: readonly [number, number]): SeenCamera {
  const { id, properties } = feature
  const { metres, bearing } = geodesicBetween(plane.lon, plane.lat, lon, lat)
  return {
    id,
    code: String(properties.code),
    name: String(properties.name),
    status: String(properties.status),
    kind: typeof properties.kind === 'string' ? properties.kind : null,
    position: [plane.lon, plane.lat],
    distance_m: metres,
    bearing_deg: bearing,
    certainty: isCertain ? 'certain' : 'possible',
    view: viewOf(view),
  }
}

const viewOf = ({ azimuth, ...view }: CameraView): SeenView => ({ ...view, azimuth: Number.isNaN(azimuth) ? null : azimuth })

/** `target` in longitudes that may leave -180 to 180. */
function blockedBy(
  { plane }: Camera,
  { id, share }: { readonly id: string; readonly share: number },
  [lon, lat]: readonly [number, number],
): NonNullable<SeenCamera['blockedBy']> {
  return { layer: 'building', id, at: [lonBetween(0, plane.lon + share * (lon - plane.lon)), plane.lat + share * (lat - plane.lat)] }
}

/** The cameras that may reach a leg of the route, and which legs. */
function legsInReach(index: CameraIndex, { legs }: Route): Map<Camera, number[]> {
  const reached = new Map<Camera, number[]>()
  legs.forEach(({ lon, lat, alongLon, alongLat }, i) => {
    const [west, east] = [Math.min(lon, lon + alongLon), Math.max(lon, lon + alongLon)]
    for (const camera of index.within(west, Math.min(lat, lat + alongLat), east, Math.max(lat, lat + alongLat))) {
      const known = reached.get(camera)
      if (known) known.push(i)
      else reached.set(camera, [i])
    }
  })
  return reached
}

function lineOf(route: Route, looked: readonly { readonly camera: Camera; readonly along: Along }[]): NonNullable<SeenBy['line']> {
  const stretches = looked
    .filter(({ along }) => along.list === 'now')
    .flatMap(({ camera, along }) =>
      along.pieces.map(({ leg, from, to, value }) => ({
        camera: camera.feature.id,
        from: route.metresAt(leg, from),
        to: route.metresAt(leg, to),
        certain: value === 2,
      })),
    )
  const { covered, gaps } = coverageOf(stretches, route.length)
  return {
    length_m: route.length,
    covered_m: metresOf(stretches),
    certain_m: metresOf(stretches.filter(({ certain }) => certain)),
    covered,
    gaps,
  }
}
