import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { azimuthOf } from './cameras.ts'
import { distance } from './curves.ts'
import { type Point, positionOf } from './frame.ts'
import type { Land } from './land.ts'
import type { Plan } from './plan.ts'
import type { Road } from './roads.ts'
import type { CityFeature } from './types.ts'

const KINDS = [
  { kind: 'car', title: '巡逻车', share: 0.5, speed: [3, 14] },
  { kind: 'foot', title: '步巡组', share: 0.35, speed: [0.8, 1.6] },
  { kind: 'team', title: '处突分队', share: 0.15, speed: [0, 9] },
] as const

/** Patrols on duty: on a road, heading along it, with a fix of the last minutes before `now`. Call signs only, no names of persons. */
export function makePatrols(plan: Plan, land: Land, roads: readonly Road[], now: number, seed: number): CityFeature[] {
  const random = seededRandom(seed * 31 + 12)
  const spots: { at: Point; angle: number; weight: number }[] = []
  let sum = 0
  for (const road of roads) {
    if (road.class === 'expressway' && random() < 0.5) continue
    for (let i = 1; i < road.points.length; i++) {
      const [a, b] = [road.points[i - 1]!, road.points[i]!]
      const at: Point = [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]
      const here = land.districts.at(at)
      sum +=
        distance(a, b) *
        (here === 'core' || here === 'old' ? 5 : here === 'country' ? (road.class === 'path' ? 0.03 : 0.2) : here === 'hills' ? 0.03 : 2)
      spots.push({ at, angle: Math.atan2(b[1] - a[1], b[0] - a[0]), weight: sum })
    }
  }
  const serials = new Map<string, number>()
  return Array.from({ length: plan.patrols }, (_, i): CityFeature => {
    const spot = atWeight(spots, random() * sum)
    const draw = random()
    const kind = draw < KINDS[0].share ? KINDS[0] : draw < KINDS[0].share + KINDS[1].share ? KINDS[1] : KINDS[2]
    const serial = (serials.get(kind.kind) ?? 0) + 1
    serials.set(kind.kind, serial)
    const duty = random()
    const status = duty < 0.66 ? 'free' : duty < 0.92 ? 'busy' : 'off'
    const still = status === 'off' || random() < 0.2
    const age = Math.floor(random() ** 2 * (status === 'off' ? 1800 : 240)) * 1000
    return {
      id: `p${i + 1}`,
      geometry: { type: 'Point', coordinates: positionOf(spot.at) },
      properties: {
        name: `${kind.title}${String(serial).padStart(3, '0')}`,
        kind: kind.kind,
        status,
        heading: azimuthOf(spot.angle + (random() < 0.5 ? Math.PI : 0)),
        speed: still ? 0 : Math.round((kind.speed[0] + (kind.speed[1] - kind.speed[0]) * random()) * 10) / 10,
        time: new Date(now - age).toISOString(),
      },
    }
  })
}

/** The first entry whose running sum of weights reaches a value. */
export function atWeight<T extends { readonly weight: number }>(entries: readonly T[], value: number): T {
  let low = 0
  let high = entries.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (entries[middle]!.weight < value) low = middle + 1
    else high = middle
  }
  return entries[low]!
}
