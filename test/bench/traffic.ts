import type { Polygon, Position } from 'geojson'
import type { CompiledFence, Fix } from '../../tiles-server/src/geofence/index.ts'
import type { Random } from '../../tiles-server/src/kernel/index.ts'

const NORTH = 1 / 111_000
const EAST = 1 / 93_000
const ORIGIN: Position = [114, 22.5]
const START = Date.UTC(2026, 0, 5, 8)
/** Between roads, metres. */
const BLOCK = 250

/** Metres from the middle of the city, as a position on the lattice. */
export const placeAt = (east: number, north: number): Position => [
  Math.round((ORIGIN[0]! + east * EAST) * 1e7) / 1e7,
  Math.round((ORIGIN[1]! + north * NORTH) * 1e7) / 1e7,
]

/** A ring of so many vertices about a place (metres), its radius less by up to `rough` of it in a few waves and a little at each vertex; 0: a circle. */
export function round(random: Random, [east, north]: Position, radius: number, vertices: number, rough: number): Polygon {
  const waves = [2, 3, 5, 9].map(count => ({ count, phase: random() * 7 }))
  const ring = Array.from({ length: vertices }, (_, i) => {
    const angle = (i / vertices) * 2 * Math.PI
    const wave = waves.reduce((sum, { count, phase }) => sum + Math.sin(count * angle + phase), 4) / 8
    const r = radius * (1 - rough * (wave + 0.02 * random()))
    return placeAt(east! + r * Math.cos(angle), north! + r * Math.sin(angle))
  })
  return { type: 'Polygon', coordinates: [[...ring, ring[0]!]] }
}

/** Fences of enter, exit and dwell over zones, so many zones each. */
export function plainFences(zones: readonly Polygon[], each: number): CompiledFence[] {
  return Array.from({ length: Math.ceil(zones.length / each) }, (_, i) => ({
    id: `fence-${i}`,
    version: 1,
    enabled: true,
    severity: 'minor',
    detect: ['enter', 'exit', 'dwell'],
    objects: 'all',
    zones: zones.slice(i * each, (i + 1) * each).map((geometry, k) => ({ id: `zone-${k}`, geometry })),
    confirm: { fixes: 2, seconds: 0 },
    margin: null,
    maxGap: { seconds: 60, metres: 1000 },
    cooldown: 0,
    dwell: { seconds: 600 },
  }))
}

/** Objects that drive along the roads of a square city and turn at its crossings, 4 to 18 m/s, with noise of a few metres: one round of fixes after another. */
export class Traffic {
  readonly #random: Random
  readonly #reach: number
  #interval: number
  readonly #cars: { object: string; x: number; y: number; dx: number; dy: number; left: number; speed: number }[]
  #time: number
  #seq = 0

  /** `interval`: milliseconds between fixes of an object. `start`: event time before the first round. */
  constructor(random: Random, objects: number, reach: number, interval: number, start = START) {
    this.#interval = interval
    this.#time = start
    this.#random = random
    this.#reach = reach
    const crossing = (): number => Math.round(((random() * 2 - 1) * reach) / BLOCK) * BLOCK
    this.#cars = Array.from({ length: objects }, (_, i) => ({
      object: `car-${i}`,
      x: crossing(),
      y: crossing(),
      dx: 1,
      dy: 0,
      left: BLOCK * random(),
      speed: 4 + 14 * random(),
    }))
  }

  get time(): number {
    return this.#time
  }

  /** Goes on at another time, with another interval. */
  goOn(time: number, interval: number): void {
    this.#time = time
    this.#interval = interval
  }

  round(): Fix[] {
    this.#time += this.#interval
    return this.#cars.map((car, i) => {
      this.#drive(car, (car.speed * this.#interval) / 1000)
      const [lon, lat] = placeAt(car.x + 8 * (this.#random() - 0.5), car.y + 8 * (this.#random() - 0.5))
      // Not all at one moment.
      const time = this.#time + (i % this.#interval)
      return { seq: ++this.#seq, object: car.object, time, lon: lon!, lat: lat!, accuracy: 8, speed: car.speed, received: time, flags: 0 }
    })
  }

  #drive(car: { x: number; y: number; dx: number; dy: number; left: number }, metres: number): void {
    let way = metres
    while (way >= car.left) {
      car.x += car.dx * car.left
      car.y += car.dy * car.left
      way -= car.left
      car.left = BLOCK
      const turn = Math.floor(this.#random() * 4)
      if (turn < 2) [car.dx, car.dy] = turn === 0 ? [-car.dy, car.dx] : [car.dy, -car.dx]
      if (Math.abs(car.x + car.dx * BLOCK) > this.#reach || Math.abs(car.y + car.dy * BLOCK) > this.#reach)
        [car.dx, car.dy] = [-car.dx, -car.dy]
    }
    car.x += car.dx * way
    car.y += car.dy * way
    car.left -= way
  }
}
