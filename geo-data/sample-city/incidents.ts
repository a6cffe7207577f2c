import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Block } from './blocks.ts'
import { insideRing, segmentDistance } from './curves.ts'
import { type Point, positionOf } from './frame.ts'
import { INCIDENT_KINDS, type IncidentKind } from './incident-kinds.ts'
import { atWeight } from './patrols.ts'
import type { Plan } from './plan.ts'
import { PointIndex } from './point-index.ts'
import type { Road } from './roads.ts'
import type { CityFeature } from './types.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const UTC_OFFSET = 8 * HOUR

interface Place {
  readonly block: Block
  readonly weight: number
}

/** Grid code of each block and what the placing of incidents needs besides. */
export interface IncidentGround {
  readonly blocks: readonly Block[]
  readonly households: readonly number[]
  readonly gridCode: (face: number) => string
  readonly roads: readonly Road[]
}

/** The last years of incidents up to `now`, with daily, weekly and seasonal rhythm and hot spots; old ones mostly closed. Ordered by time. */
export function makeIncidents(
  plan: Plan,
  ground: IncidentGround,
  { now, years }: { now: number; years: number },
  seed: number,
): CityFeature[] {
  const random = seededRandom(seed * 31 + 13)
  const addresses = new PointIndex<string>(150)
  for (const road of ground.roads) if (road.name) for (const p of road.points) addresses.add(p, road.name)
  const heat = new Map(ground.blocks.map(b => [b.face, hotSpot(b, random)]))
  const places = INCIDENT_KINDS.map(kind => placesOf(kind, ground, heat))
  let sum = 0
  const shares = INCIDENT_KINDS.map(kind => {
    sum += kind.share
    return { weight: sum }
  })
  const drafts = Array.from({ length: plan.incidents * years }, () => {
    const k = shares.indexOf(atWeight(shares, random() * sum))
    return { k, time: drawTime(INCIDENT_KINDS[k]!, now, years, random) }
  }).sort((a, b) => a.time - b.time)
  const serials = new Map<string, number>()
  return drafts.map(({ k, time }, i): CityFeature => {
    const kind = INCIDENT_KINDS[k]!
    const { block, at } = drawPlace(places[k]!, random)
    const month = new Date(time + UTC_OFFSET).toISOString().slice(0, 7).replace('-', '')
    const serial = (serials.get(month) ?? 0) + 1
    serials.set(month, serial)
    const road = addresses.nearest(at, 180)?.value
    return {
      id: `i${i + 1}`,
      geometry: { type: 'Point', coordinates: positionOf(at) },
      properties: {
        code: `${month}-${String(serial).padStart(6, '0')}`,
        title: kind.titles[Math.floor(random() ** 1.4 * kind.titles.length)]!,
        category: kind.category,
        status: statusAt(now - time, random),
        department: kind.department,
        time: new Date(time).toISOString(),
        address: road ? `${road}${1 + Math.floor(random() * 260)}号附近` : '村内道路',
        grid: ground.gridCode(block.face),
      },
    }
  })
}

/** A few blocks draw many incidents: markets, the station, some streets of the night. */
function hotSpot(block: Block, random: Random): number {
  const draw = random()
  if (block.facility === 'station') return 30
  if (block.facility === 'market') return 9
  if (block.kind === 'commercial') return draw < 0.12 ? 10 : 1.2
  if (block.kind === 'residential') return draw < 0.04 ? 5 : 0.6 + draw
  return draw < 0.02 ? 3 : 0.6
}

function placesOf(kind: IncidentKind, { blocks, households }: IncidentGround, heat: ReadonlyMap<number, number>): Place[] {
  let sum = 0
  return blocks.flatMap((block): Place[] => {
    if (block.kind === 'water') return []
    const { homes, trade, works, country } = kind.places
    const lived = households[block.face]! / 100
    const base = !block.urban
      ? country * (lived + 0.02)
      : block.kind === 'residential'
        ? homes * (lived + 0.1)
        : block.kind === 'industrial'
          ? works * 0.8
          : block.kind === 'green'
            ? 0.15
            : trade * 0.8
    sum += base * heat.get(block.face)!
    return [{ block, weight: sum }]
  })
}

function drawTime(kind: IncidentKind, now: number, years: number, random: Random): number {
  for (;;) {
    const time = Math.floor((now - random() * 365 * years * DAY) / 1000) * 1000
    const local = new Date(time + UTC_OFFSET)
    const weekday = local.getUTCDay()
    const week = weekday === 0 || weekday === 6 ? kind.weekend : 1
    const season = kind.seasons[Math.floor(((local.getUTCMonth() + 10) % 12) / 3)]!
    const hour = local.getUTCHours() + local.getUTCMinutes() / 60
    const at = hour / 3 - 0.5
    const low = Math.floor(at)
    const near = kind.hours[(low + 8) % 8]! * (1 - (at - low)) + kind.hours[(low + 9) % 8]! * (at - low)
    if (random() * 1.6 < near * week * season) return time
  }
}

/** A point by the roadside or within the block, at least a metre inside it. */
function drawPlace(places: readonly Place[], random: Random): { block: Block; at: Point } {
  const { block } = atWeight(places, random() * places.at(-1)!.weight)
  const { ring, inner } = block
  for (let attempt = 0; attempt < 12; attempt++) {
    const i = Math.floor(random() * ring.length)
    const [a, b] = [ring[i]!, ring[(i + 1) % ring.length]!]
    const t = random()
    const edge: Point = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
    const depth = random() < 0.65 ? 0.03 + 0.1 * random() : random()
    const at: Point = [edge[0] + (inner[0] - edge[0]) * depth, edge[1] + (inner[1] - edge[1]) * depth]
    if (safelyInside(at, ring)) return { block, at }
  }
  return { block, at: inner }
}

const safelyInside = (p: Point, ring: readonly Point[]): boolean =>
  insideRing(p, ring) && ring.every((a, i) => segmentDistance(p, a, ring[(i + 1) % ring.length]!) > 1)

function statusAt(age: number, random: Random): 'open' | 'assigned' | 'closed' {
  const draw = random()
  const [open, assigned] =
    age < 6 * HOUR
      ? [0.55, 0.35]
      : age < 2 * DAY
        ? [0.3, 0.4]
        : age < 10 * DAY
          ? [0.06, 0.16]
          : age < 60 * DAY
            ? [0.002, 0.015]
            : [0, 0.002]
  return draw < open ? 'open' : draw < open + assigned ? 'assigned' : 'closed'
}
