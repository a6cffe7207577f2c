import { expect, it } from 'vitest'
import { type Bbox, eastOf, inView, northOf, type Position } from '../../geo/index.ts'
import { createSlices, seededRandom } from '../../kernel/index.ts'
import type { Live, LiveFeature } from '../../live/index.ts'
import { Buildings } from '../cameras/buildings.ts'
import { readCamera, viewNow } from '../cameras/camera.ts'
import { pack } from './pack.ts'
import { shareSteps } from './share-work.ts'

const [LON, LAT] = [113.2, 33.1]
/** Cells of the raster here: lattice steps, as its definition says. */
const [HIGH, WIDE] = [450, 2 * Math.round(225 / Math.cos((33.5 * Math.PI) / 180))]
const place = (east: number, north: number): Position => [LON + east / 93_260, LAT + north / 110_900]

function feature(
  id: string,
  geometry: LiveFeature['geometry'],
  properties: LiveFeature['properties'],
  around: readonly Position[],
): LiveFeature {
  const [xs, ys] = [around.map(([x]) => x!), around.map(([, y]) => y!)]
  const box = { minX: Math.min(...xs), minY: Math.min(...ys), maxX: Math.max(...xs), maxY: Math.max(...ys) }
  return { id, version: 1, geometry, properties, ...box }
}
function area(id: string, properties: LiveFeature['properties'], corners: Position[]): LiveFeature {
  return feature(id, { type: 'Polygon', coordinates: [[...corners, corners[0]!]] }, properties, corners)
}

/** 300 by 300 metres of quarters, cameras of all sorts and buildings, some of which cameras hang on. */
function town(seed: number) {
  const random = seededRandom(seed)
  const some = (least: number, most: number): number => least + random() * (most - least)
  const one = <T>(...of: T[]): T => of[Math.floor(random() * of.length)]!
  const cameras = Array.from({ length: 8 }, (_, i) => {
    const at = place(some(0, 300), some(0, 300))
    const properties = {
      status: one('online', 'online', 'online', 'offline'),
      kind: one('ptz', 'fixed'),
      ...one({}, { height: some(1, 9) }, { height: 6, tilt: 20, vfov: 40 }),
      ...one({ azimuth: some(0, 360) }, { azimuth: some(0, 360), azimuth_uncertainty: 22.5 }, { pose_azimuth: some(0, 360), pose_fov: 20 }),
      fov: one(30, 90, 200, 360),
      range: some(10, 150),
    }
    return feature(`c${i}`, { type: 'Point', coordinates: at }, properties, [at])
  })
  const buildings = Array.from({ length: 12 }, (_, i) => {
    const [x, y, w, h] = [some(0, 300), some(0, 300), some(5, 40), some(5, 40)]
    const corners = [place(x, y), place(x + w, y + some(-5, 5)), place(x + w, y + h), place(x, y + h)]
    return area(`b${i}`, one({}, { height: some(1, 30) }), corners)
  })
  const leaves = [0, 150].flatMap(x =>
    [0, 150].map(y => area(`${x}/${y}`, {}, [place(x, y), place(x + 150, y), place(x + 150, y + 150), place(x, y + 150)])),
  )
  return { cameras, buildings, leaves, roads: [] }
}

it('counts the cells of a unit whose centre a camera sees when it is asked about the point', async () => {
  let all = 0
  for (let seed = 1; seed <= 6; seed++) {
    const city = town(seed)
    const search = ([west, south, east, north]: Bbox) =>
      city.buildings.filter(({ minX, minY, maxX, maxY }) => minX <= east && maxX >= west && minY <= north && maxY >= south)
    const buildings = new Buildings({ layer: () => ({ search }) } as unknown as Live)
    const online = city.cameras.filter(({ properties }) => properties.status === 'online').map(each => readCamera(each)!)
    const isSeen = (lon: number, lat: number): boolean =>
      online.some(camera => {
        const { plane, height } = camera
        const view = viewNow(camera, 1.5)
        const [dLon, dLat] = [lon - plane.lon, lat - plane.lat]
        if (!view || inView(view, eastOf(plane, dLon, dLat), northOf(plane, dLon, dLat)) === 0) return false
        return !buildings.firstHiding({ lon: plane.lon, lat: plane.lat, height }, { lon: plane.lon + dLon, lat, height: 1.5 })
      })
    const steps = shareSteps(await pack(city, createSlices()))
    let step = steps.next()
    while (!step.done) step = steps.next()
    for (const [i, { minX, minY, maxX, maxY }] of city.leaves.entries()) {
      let [cells, seen] = [0, 0]
      for (let row = Math.floor((minY * 1e7) / HIGH); row * HIGH < maxY * 1e7; row++) {
        for (let column = Math.floor((minX * 1e7) / WIDE); column * WIDE < maxX * 1e7; column++) {
          const [lon, lat] = [(column * WIDE + WIDE / 2) / 1e7, (row * HIGH + HIGH / 2) / 1e7]
          if (!(lon > minX && lon < maxX && lat > minY && lat < maxY)) continue
          cells++
          if (isSeen(lon, lat)) seen++
        }
      }
      const [areaOf, inViewOf] = [step.value[5 * i]!, step.value[5 * i + 1]!]
      // Cells of a unit differ in size by a hundred thousandth.
      expect(inViewOf / areaOf).toBeCloseTo(seen / cells, 5)
      expect(areaOf / cells / 250_000).toBeCloseTo(1, 1)
      all += seen
    }
  }
  expect(all).toBeGreaterThan(1_000)
})
