import type { Polygon, Position } from 'geojson'
import type { Random } from '../../tiles-server/src/kernel/index.ts'
import { round } from './traffic.ts'

/** Half the side of the city, metres. */
export const REACH = 15_000

const anywhere = (random: Random): Position => [(random() * 2 - 1) * REACH, (random() * 2 - 1) * REACH]

/** Zones and the number of objects of each workload, over the city. */
export const WORKLOADS: Record<string, (random: Random) => { zones: Polygon[]; objects: number }> = {
  W1: random => ({
    objects: 10_000,
    zones: Array.from({ length: 1_000 }, () => round(random, anywhere(random), 150 + 450 * random(), 4 + Math.floor(5 * random()), 0.4)),
  }),
  W2: random => ({
    objects: 40_000,
    zones: Array.from({ length: 400 }, () =>
      round(random, anywhere(random), 800 + 2_500 * random(), 1_000 + Math.floor(4_001 * random()), 0.4),
    ),
  }),
  W3: random => ({
    objects: 20_000,
    zones: Array.from({ length: 23_000 }, () => round(random, anywhere(random), 50 + 150 * random(), 64, 0)),
  }),
}
