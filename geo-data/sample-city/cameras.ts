import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import { distance } from './curves.ts'
import { type Point, positionOf } from './frame.ts'
import type { Land } from './land.ts'
import type { Plan } from './plan.ts'
import { PointIndex } from './point-index.ts'
import type { Road } from './roads.ts'
import { shuffle } from './streamlines.ts'
import type { CityFeature } from './types.ts'

interface Spot {
  readonly at: Point
  /** Direction of view, radians counter-clockwise from east. */
  readonly angle: number
  readonly place: 'junction' | 'gate' | 'public' | 'river'
  readonly name: string
}

/** Degrees clockwise from north of a direction given counter-clockwise from east. */
export const azimuthOf = (angle: number): number => Math.round((((90 - (angle * 180) / Math.PI) % 360) + 360) % 360)

export interface CameraGround {
  find(p: Point): Block | null
  gridCode(face: number): string
}

/** Cameras at junctions (looking down a road), gates of blocks, public places and along the river. */
export function makeCameras(
  plan: Plan,
  land: Land,
  blocks: readonly Block[],
  roads: readonly Road[],
  ground: CameraGround,
  seed: number,
): CityFeature[] {
  const random = seededRandom(seed * 31 + 11)
  const junctions = shuffle(junctionSpots(roads, random), random)
  const rest: readonly (readonly [readonly Spot[], number])[] = [
    [shuffle(gateSpots(blocks, roads, random), random), 0.27],
    [shuffle(publicSpots(blocks, random), random), 0.13],
    [shuffle(riverSpots(land, random), random), 0.06],
  ]
  const inCity = (spot: Spot): boolean => ground.find(spot.at) !== null
  const picked = rest.flatMap(([spots, part]) => spots.filter(inCity).slice(0, Math.round(plan.cameras * part)))
  const all = [...junctions.filter(inCity).slice(0, plan.cameras - picked.length), ...picked]
  return all.map((spot, i) => cameraAt(spot, i, ground.gridCode(ground.find(spot.at)!.face), random))
}

function cameraAt(spot: Spot, i: number, grid: string, random: Random): CityFeature {
  const ptz = spot.place === 'gate' ? random() < 0.1 : random() < (spot.place === 'junction' ? 0.3 : 0.45)
  const draw = random()
  const status = draw < 0.93 ? 'online' : draw < 0.975 ? 'offline' : 'fault'
  const [range, height] =
    spot.place === 'gate'
      ? [30 + random() * 40, 3.5 + random() * 1.5]
      : spot.place === 'river'
        ? [150 + random() * 250, 8 + random() * 6]
        : [70 + random() * 110, 5.5 + random() * 3]
  const fov = ptz ? 60 : [50, 70, 90, 110][Math.floor(random() * 4)]!
  const vfov = pictureHeight(fov)
  return {
    id: `c${i + 1}`,
    geometry: { type: 'Point', coordinates: positionOf(spot.at) },
    properties: {
      code: deviceCode(grid, spot.place, i + 1),
      name: spot.name,
      kind: ptz ? 'ptz' : 'fixed',
      ptz_type: ptz ? 'dome' : spot.place === 'gate' ? 'half_dome' : 'fixed_bullet',
      azimuth: azimuthOf(spot.angle),
      fov,
      vfov,
      range: Math.round(range * (ptz ? 1.6 : 1)),
      height: Math.round(height * 10) / 10,
      // The upper edge of the picture is a little above the horizon.
      tilt: Math.round(vfov / 2) - 3,
      status,
      place: spot.place,
    },
  }
}

/** The vertical field of view of a picture of 16:9, degrees. */
const pictureHeight = (fov: number): number => Math.round((360 / Math.PI) * Math.atan((Math.tan((fov * Math.PI) / 360) * 9) / 16))

/** Industry 04 traffic roads, 01 communities, 00 public places. */
const INDUSTRIES: Readonly<Record<Spot['place'], string>> = { junction: '04', gate: '01', public: '00', river: '00' }

/**
 * GB/T 28181-2022 annex E: centre 8 digits (division of the county and 00), industry 2, type 3 (132 network camera), network 1 (0 police video network),
 * serial 6.
 */
const deviceCode = (grid: string, place: Spot['place'], serial: number): string =>
  `${grid.slice(0, 6)}00${INDUSTRIES[place]}1320${String(serial).padStart(6, '0')}`

/** Where roads of two names meet, one spot for each arm of the larger road. */
function junctionSpots(roads: readonly Road[], random: Random): Spot[] {
  const arms = new Map<string, { at: Point; angle: number; road: Road }[]>()
  for (const road of roads) {
    if (road.class === 'path' || road.bridge || !road.name) continue
    road.points.forEach((p, i) => {
      for (const k of [i - 1, i + 1]) {
        const q = road.points[k]
        if (!q) continue
        const key = `${p[0]},${p[1]}`
        const arm = { at: p, angle: Math.atan2(q[1] - p[1], q[0] - p[0]), road }
        const list = arms.get(key)
        if (list) list.push(arm)
        else arms.set(key, [arm])
      }
    })
  }
  const weight: Readonly<Record<Road['class'], number>> = { expressway: 0.9, arterial: 0.95, collector: 0.55, local: 0.14, path: 0 }
  return [...arms.values()].flatMap(list => {
    const names = new Set(list.map(arm => arm.road.name))
    if (names.size < 2) return []
    return list.flatMap((arm): Spot[] => {
      if (random() > weight[arm.road.class] * 0.6) return []
      const crossing = [...names].find(name => name !== arm.road.name)!
      const at: Point = [arm.at[0] + Math.cos(arm.angle + 0.7) * 11, arm.at[1] + Math.sin(arm.angle + 0.7) * 11]
      return [{ at, angle: arm.angle, place: 'junction', name: `${arm.road.name}与${crossing}路口${compass(arm.angle)}` }]
    })
  })
}

const compass = (angle: number): string => '东北西南'[(Math.round(angle / (Math.PI / 2)) + 4) % 4]!

function gateSpots(blocks: readonly Block[], roads: readonly Road[], random: Random): Spot[] {
  const index = new PointIndex<string>(150)
  for (const road of roads) if (road.name) for (const p of road.points) index.add(p, road.name)
  return blocks.flatMap((block): Spot[] => {
    if (!block.urban || block.kind === 'green' || block.kind === 'water' || random() < 0.25) return []
    const i = Math.floor(random() * block.ring.length)
    const a = block.ring[i]!
    const b = block.ring[(i + 1) % block.ring.length]!
    if (distance(a, b) < 30) return []
    const angle = Math.atan2(b[1] - a[1], b[0] - a[0])
    const at: Point = [(a[0] + b[0]) / 2 - Math.sin(angle) * 8, (a[1] + b[1]) / 2 + Math.cos(angle) * 8]
    const road = index.nearest(at, 300)?.value ?? '内部路'
    const what =
      block.kind === 'industrial' ? '厂区' : block.kind === 'residential' ? '小区' : block.kind === 'commercial' ? '商场' : '单位'
    return [
      {
        at,
        angle: angle + (random() < 0.5 ? 0 : Math.PI),
        place: 'gate',
        name: `${road}${1 + Math.floor(random() * 180)}号${what}${compass(angle - Math.PI / 2)}门`,
      },
    ]
  })
}

function publicSpots(blocks: readonly Block[], random: Random): Spot[] {
  const what: Readonly<Record<string, string>> = {
    school: '学校',
    hospital: '医院',
    station: '火车站',
    government: '政务中心',
    market: '市场',
    waterworks: '水厂',
    museum: '文化馆',
  }
  return blocks.flatMap(block => {
    const title = block.facility
      ? what[block.facility]!
      : block.kind === 'green' && block.urban
        ? '公园'
        : block.kind === 'commercial'
          ? '商圈'
          : null
    if (!title) return []
    return Array.from({ length: block.facility === 'station' ? 12 : 2 }, (_, k): Spot => {
      const v = block.ring[Math.floor(random() * block.ring.length)]!
      const t = 0.15 + 0.3 * random()
      const at: Point = [v[0] + (block.inner[0] - v[0]) * t, v[1] + (block.inner[1] - v[1]) * t]
      return {
        at,
        angle: Math.atan2(block.inner[1] - at[1], block.inner[0] - at[0]),
        place: 'public',
        name: `${title}${block.face}号院${k + 1}号点`,
      }
    })
  })
}

function riverSpots({ terrain, districts }: Land, random: Random): Spot[] {
  return terrain.banks.flatMap((bank, side) =>
    bank.flatMap((p, i): Spot[] => {
      const q = bank[i + 1]
      if (!q || (!districts.urban(p) && random() < 0.8) || Math.abs(p[0]) > 40_000) return []
      const angle = Math.atan2(q[1] - p[1], q[0] - p[0])
      const out = side === 0 ? Math.PI / 2 : -Math.PI / 2
      const at: Point = [p[0] + Math.cos(angle + out) * 9, p[1] + Math.sin(angle + out) * 9]
      return [{ at, angle, place: 'river', name: `澜河${side === 0 ? '左' : '右'}岸${i + 1}号点` }]
    }),
  )
}
