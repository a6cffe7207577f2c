import { existsSync, readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { Mover, RoadNetwork } from '../../../geo-data/movement/index.ts'
import type { Random } from '../../../tiles-server/src/kernel/index.ts'
import { placeAt } from '../traffic.ts'

const RECORDED = new URL('../../../../shared/data/capmetro/2015-06-07.csv', import.meta.url)
/** Metres of a degree of latitude, as everywhere in this bench: the same plane for tracks, zones and noise. */
export const DEGREE = 111_195

const SECONDS = 7_200
const LEAST_SECONDS = 1_800
/** Between fixes farther apart, or with a way faster than this in metres a second, nobody knows where the bus was. */
const MOST_GAP = 240
const FASTEST = 35
/** Metres that a track has: what stands all day meets no edge. */
const LEAST_WAY = 5_000

/** Where something truly is at each whole second. Degrees, WGS 84. */
export interface Track {
  readonly object: string
  readonly lon: Float64Array
  readonly lat: Float64Array
}

/** Seconds from the start of the track, degrees. */
type Known = readonly [second: number, lon: number, lat: number]

export interface Tracks {
  readonly tracks: readonly Track[]
  /** Where they are from, for a note. */
  readonly source: string
}

/** Tracks of recorded buses, drawn at random, straight between fixes; where the recording is not at hand, of cars on made roads. */
export function drawTracks(random: Random, count: number): Tracks {
  const isThere = existsSync(RECORDED)
  const pieces = isThere ? recorded() : driven(random, count)
  const tracks: Track[] = []
  while (tracks.length < count && pieces.length > 0) {
    const [piece] = pieces.splice(Math.floor(random() * pieces.length), 1)
    tracks.push(eachSecond(`track-${tracks.length}`, piece!))
  }
  const source = isThere
    ? 'buses of CapMetro on 2015-06-07, a fix about every two minutes, straight and steady between them'
    : 'NOT recorded (../shared/data is not there): cars on made roads 250 m apart'
  return { tracks, source }
}

/** Where it is at a moment, seconds. */
export function placeOf({ lon, lat }: Track, second: number): [lon: number, lat: number] {
  const at = Math.min(Math.floor(second), lon.length - 1)
  const next = Math.min(at + 1, lon.length - 1)
  const part = second - at
  return [lon[at]! + part * (lon[next]! - lon[at]!), lat[at]! + part * (lat[next]! - lat[at]!)]
}

function eachSecond(object: string, piece: readonly Known[]): Track {
  const first = piece[0]![0]
  const length = Math.min(SECONDS, piece.at(-1)![0] - first) + 1
  const [lon, lat] = [new Float64Array(length), new Float64Array(length)]
  for (let second = 0, next = 1; second < length; second++) {
    while (piece[next]![0] < first + second) next++
    const [[t0, x0, y0], [t1, x1, y1]] = [piece[next - 1]!, piece[next]!]
    const part = (first + second - t0) / (t1 - t0)
    lon[second] = x0 + part * (x1 - x0)
    lat[second] = y0 + part * (y1 - y0)
  }
  return { object, lon, lat }
}

export const metresBetween = (lon0: number, lat0: number, lon1: number, lat1: number): number =>
  DEGREE * Math.hypot((lon1 - lon0) * Math.cos((lat0 * Math.PI) / 180), lat1 - lat0)

/** What each bus did without a gap, for half an hour and five kilometres at least. */
function recorded(): Known[][] {
  const rows = parse<{ vehicle_id: string; timestamp: string; latitude: string; longitude: string }>(readFileSync(RECORDED), {
    columns: true,
    relax_column_count: true,
  })
  const buses = new Map<string, Known[]>()
  for (const { vehicle_id, timestamp, longitude, latitude } of rows) {
    const known: Known = [Date.parse(timestamp) / 1000, Number(longitude), Number(latitude)]
    if (known[1] === 0 && known[2] === 0) continue
    const bus = buses.get(vehicle_id)
    if (bus) bus.push(known)
    else buses.set(vehicle_id, [known])
  }
  return [...buses.values()].flatMap(bus => piecesOf(bus.sort((a, b) => a[0] - b[0]))).filter(isLongEnough)
}

function piecesOf(bus: readonly Known[]): Known[][] {
  const pieces: Known[][] = []
  let last: Known | undefined
  for (const known of bus) {
    const seconds = last ? known[0] - last[0] : Infinity
    if (seconds === 0) continue
    const isNext = last && seconds <= MOST_GAP && metresBetween(last[1], last[2], known[1], known[2]) <= FASTEST * seconds
    if (isNext && pieces.at(-1)!.at(-1)![0] - pieces.at(-1)![0]![0] < SECONDS) pieces.at(-1)!.push(known)
    else pieces.push([known])
    last = known
  }
  return pieces
}

function isLongEnough(piece: readonly Known[]): boolean {
  const way = piece.slice(1).reduce((sum, [, lon, lat], i) => sum + metresBetween(piece[i]![1], piece[i]![2], lon, lat), 0)
  return way >= LEAST_WAY && piece.at(-1)![0] - piece[0]![0] >= LEAST_SECONDS
}

function driven(random: Random, count: number): Known[][] {
  const [roads, block] = [40, 250]
  const at = (x: number, y: number) => placeAt((x - roads / 2) * block, (y - roads / 2) * block)
  const line = (points: (k: number) => number[]) => ({ class: 'arterial', points: Array.from({ length: roads }, (_, k) => points(k)) })
  const network = new RoadNetwork(Array.from({ length: roads }, (_, i) => [line(k => at(k, i)), line(k => at(i, k))]).flat())
  return Array.from({ length: count }, () => {
    const mover = new Mover(network, random)
    return Array.from({ length: SECONDS + 1 }, (_, second): Known => {
      if (second > 0) mover.go(1)
      const { lon, lat } = mover.place()
      return [second, lon, lat]
    })
  })
}
