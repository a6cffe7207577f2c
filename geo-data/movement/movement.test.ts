import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { geodesicBetween } from '../../tiles-server/src/geo/index.ts'
import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { Mover, Receiver, type RoadLine, RoadNetwork, Walker } from './index.ts'

const STEP = 0.002
const at = (x: number, y: number): [number, number] => [112 + x * STEP, 28 + y * STEP]
/** Streets every two hundred metres, six each way; and a road that none of them meets. */
const CITY: RoadLine[] = [
  ...Array.from({ length: 6 }, (_, i) => ({ class: 'arterial', points: Array.from({ length: 6 }, (__, k) => at(k, i)) })),
  ...Array.from({ length: 6 }, (_, i) => ({ class: 'local', points: Array.from({ length: 6 }, (__, k) => at(i, k)) })),
  { class: 'path', points: [at(20, 20), at(21, 20)] },
]
const seeds = fc.integer({ min: 0, max: 2 ** 31 - 1 })

/** Metres from a place to the nearest road, by the plane of its neighbourhood. */
function offRoad(lon: number, lat: number): number {
  const [kx, ky] = [111_320 * Math.cos((lat * Math.PI) / 180), 110_800]
  let least = Infinity
  for (const { points } of CITY) {
    for (let i = 1; i < points.length; i++) {
      const [ax, ay] = [(points[i - 1]![0]! - lon) * kx, (points[i - 1]![1]! - lat) * ky]
      const [bx, by] = [(points[i]![0]! - lon) * kx, (points[i]![1]! - lat) * ky]
      const share = Math.max(0, Math.min(1, -(ax * (bx - ax) + ay * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)))
      least = Math.min(least, Math.hypot(ax + share * (bx - ax), ay + share * (by - ay)))
    }
  }
  return least
}

describe('a network of roads', () => {
  it('is cut where roads meet, and leaves out what cannot be reached', () => {
    const { crossings, stretches } = new RoadNetwork(CITY)
    expect([crossings.length, stretches.length]).toEqual([36, 60])
    expect(new Set(crossings.map(crossing => crossing.stretches.length))).toEqual(new Set([2, 3, 4]))
  })

  it('takes roads that meet in the middle of one, rings, and refuses nothing at all', () => {
    const tee = new RoadNetwork([
      { class: 'local', points: [at(0, 0), at(1, 0), at(2, 0)] },
      { class: 'local', points: [at(1, 0), at(1, 1)] },
      { class: 'local', points: [at(1, 1), at(2, 1), at(2, 2), at(1, 1)] },
      { class: 'local', points: [at(0, 0), at(0, 0)] },
    ])
    expect([tee.crossings.length, tee.stretches.length]).toEqual([4, 4])
    expect(() => new RoadNetwork([{ class: 'local', points: [at(0, 0), at(0, 0)] }])).toThrow(RangeError)
  })
})

describe('a mover', () => {
  it('stays on the roads, no faster than sixty and, unless it stands, no slower than twenty kilometres an hour', () => {
    const network = new RoadNetwork(CITY)
    fc.assert(
      fc.property(seeds, fc.double({ min: 0.1, max: 30, noNaN: true }), (seed, seconds) => {
        const mover = new Mover(network, seededRandom(seed))
        for (let i = 0, before = mover.place(); i < 60; i++) {
          mover.go(seconds)
          const now = mover.place()
          expect(offRoad(now.lon, now.lat)).toBeLessThan(0.1)
          expect(geodesicBetween(before.lon, before.lat, now.lon, now.lat).metres).toBeLessThan((60 / 3.6) * seconds + 0.01)
          expect(now.speed === 0 || (now.speed >= 20 / 3.6 && now.speed <= 60 / 3.6)).toBe(true)
          before = now
        }
      }),
      { numRuns: 50 },
    )
  })

  it('gets about: it moves on, stops at some crossings and goes on, and looks where it goes', () => {
    const mover = new Mover(new RoadNetwork(CITY), seededRandom(1), { lon: at(3, 3)[0], lat: at(3, 3)[1] })
    const seen = new Set<string>()
    let stood = 0
    for (let i = 0; i < 3_600; i++) {
      const before = mover.place()
      mover.go(1)
      const now = mover.place()
      const { metres, bearing } = geodesicBetween(before.lon, before.lat, now.lon, now.lat)
      if (now.speed === 0) stood++
      if (metres > 1 && before.heading === now.heading) expect(Math.abs(((bearing! - now.heading + 540) % 360) - 180)).toBeLessThan(1)
      seen.add(`${now.lon.toFixed(3)} ${now.lat.toFixed(3)}`)
    }
    expect(seen.size).toBeGreaterThan(40)
    expect(stood).toBeGreaterThan(60)
    expect(stood).toBeLessThan(2_400)
  })

  it('goes the same way by the same seed', () => {
    const ways = [7, 7, 8].map(seed => {
      const mover = new Mover(new RoadNetwork(CITY), seededRandom(seed))
      return Array.from({ length: 50 }, () => {
        mover.go(5)
        return mover.place()
      })
    })
    expect(ways[1]).toEqual(ways[0])
    expect(ways[2]).not.toEqual(ways[0])
  })
})

describe('a receiver', () => {
  it('is off by no more than three deviations on each axis, about as much as it claims, and silent now and then', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 50 }), (seed, deviation) => {
        const receiver = new Receiver(seededRandom(seed), deviation)
        const place = { lon: 112, lat: 28 }
        for (let i = 0; i < 200; i++) {
          const reading = receiver.read(place, 1)
          if (!reading) continue
          expect(geodesicBetween(place.lon, place.lat, reading.lon, reading.lat).metres).toBeLessThanOrEqual(4.3 * deviation + 0.01)
          expect(reading.accuracy).toBeGreaterThanOrEqual(3)
        }
      }),
      { numRuns: 30 },
    )
    const receiver = new Receiver(seededRandom(1), 10)
    const readings = Array.from({ length: 20_000 }, () => receiver.read({ lon: 112, lat: 28 }, 1))
    const silent = readings.filter(reading => reading === null).length
    expect(silent).toBeGreaterThan(100)
    expect(silent).toBeLessThan(2_000)
    const north = readings.flatMap(reading => (reading ? [(reading.lat - 28) * 111_195] : []))
    const deviation = Math.sqrt(north.reduce((sum, each) => sum + each * each, 0) / north.length)
    expect(deviation).toBeGreaterThan(7)
    expect(deviation).toBeLessThan(13)
  })
})

it('a walker stays near its camera and is gone after a while', () => {
  fc.assert(
    fc.property(seeds, seed => {
      const walker = new Walker(seededRandom(seed), { lon: 112, lat: 28 })
      let seconds = 0
      for (; !walker.isGone; seconds++) {
        walker.go(1)
        const { lon, lat } = walker.place()
        expect(geodesicBetween(112, 28, lon, lat).metres).toBeLessThan(40)
      }
      expect(seconds).toBeGreaterThanOrEqual(10)
      expect(seconds).toBeLessThanOrEqual(90)
    }),
    { numRuns: 50 },
  )
})
