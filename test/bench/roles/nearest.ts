import pg from 'pg'
import { loadCatalog } from '../../../tiles-server/src/catalog/index.ts'
import { defaults } from '../../../tiles-server/src/config.ts'
import { seededRandom, systemClock } from '../../../tiles-server/src/kernel/index.ts'
import { openLive } from '../../../tiles-server/src/live/index.ts'
import { createQueries } from '../../../tiles-server/src/queries/index.ts'
import { openStore } from '../../../tiles-server/src/store/index.ts'
import type { CityStore } from '../city.ts'
import { type Spread, spreadOf } from '../figures.ts'

/** What is asked: the nearest online cameras. */
export const NEAREST = { layers: ['camera'], k: 10, filter: "status = 'online'" } as const
/** Metres. */
export const AROUND = 500

const QUERIES = 20_000
/** PostGIS, and cameras that see a place, are asked about so many places. */
const ASKED = 3_000

export interface Work {
  readonly perSecond: number
  readonly spread: Spread
  /** Features in all answers. */
  readonly found: number
}

export interface NearestFigures {
  readonly cameras: number
  readonly buildings: number
  readonly nearest: Work
  readonly around: Work
  readonly visible: Work
  readonly postgisNearest: Work
  readonly postgisAround: Work
  readonly version: string
}

type Place = [lon: number, lat: number]

/** Queries in this process on one thread; the same asked of PostGIS on one connection. */
export const nearestRole = () => ({
  run: async ({ store: at, seed }: { store: CityStore; seed: number }): Promise<NearestFigures> => {
    const store = await openStore({ ...defaults, ...at }, () => undefined)
    const catalog = loadCatalog()
    const layers = catalog.layers.filter(({ id, kind }) => kind === 'unit' || kind === 'derived' || id === 'camera' || id === 'building')
    const live = await openLive(store, { ...catalog, layers }, systemClock, () => undefined)
    try {
      const { spatial, cameras } = createQueries({ live, clock: systemClock })
      const [west, south, east, north] = live.layer('camera').bounds!
      const random = seededRandom(seed)
      const places = Array.from({ length: QUERIES }, (): Place => [west + random() * (east - west), south + random() * (north - south)])
      const few = places.slice(0, ASKED)
      const all = [...live.layer('camera').all()]
      // Within a hundred metres or so of a camera, where there is something to see.
      const watched = few.map((): Place => {
        const { minX, minY } = all[Math.floor(random() * all.length)]!
        return [minX + (random() - 0.5) * 0.002, minY + (random() - 0.5) * 0.002]
      })
      const point = (coordinates: Place) => ({ type: 'Point', coordinates }) as const
      const near = { ...NEAREST, layers: [...NEAREST.layers] }
      const around = { layers: ['camera'], distance: AROUND, limit: 10_000 }
      const asked = { targetHeight: 1.5, onlineOnly: true }
      return {
        cameras: live.layer('camera').size,
        buildings: live.layer('building').size,
        nearest: await work(places, place => spatial.nearest(point(place), near).found.length),
        around: await work(few, async place => (await spatial.around(point(place), around)).found.length),
        visible: await work(watched, place => cameras.seeing(place, asked).now.length),
        ...(await postgis(at, few)),
      }
    } finally {
      await live.close()
      await store.close()
    }
  },
})
export type NearestRole = ReturnType<typeof nearestRole>

/** The second pass of two: the first compiles, and fills caches. */
async function work(places: readonly Place[], ask: (place: Place) => number | Promise<number>): Promise<Work> {
  const pass = async () => {
    const times: number[] = []
    let found = 0
    const from = performance.now()
    for (const place of places) {
      const start = performance.now()
      const answer = ask(place)
      found += typeof answer === 'number' ? answer : await answer
      times.push(performance.now() - start)
    }
    return { perSecond: (places.length / (performance.now() - from)) * 1000, spread: spreadOf(times), found }
  }
  await pass()
  return pass()
}

async function postgis(store: CityStore, places: readonly Place[]) {
  const client = new pg.Client({ connectionString: store.databaseUrl! })
  await client.connect()
  try {
    await client.query('set jit = off')
    const place = 'ST_SetSRID(ST_Point($1, $2), 4326)'
    const found =
      'found.*, ST_Distance(found.geom::geography, q.p::geography) as metres, degrees(ST_Azimuth(q.p::geography, found.geom::geography))'
    const statements = {
      nearest: `with q as (select ${place} as p) select ${found} from q,
        lateral (select * from camera where status = 'online' order by geom <-> q.p limit 10) found order by metres`,
      around: `with q as (select ${place} as p) select ${found} from q,
        lateral (select * from camera where geom && ST_Expand(q.p, ${AROUND / 90_000}, ${AROUND / 110_500})
          and ST_DWithin(geom::geography, q.p::geography, ${AROUND})) found order by metres`,
    }
    const ask = async (name: keyof typeof statements, values: Place) =>
      (await client.query({ name, text: statements[name], values })).rows.length
    const { rows } = await client.query<{ v: string }>('select postgis_lib_version() as v')
    return {
      postgisNearest: await work(places, at => ask('nearest', at)),
      postgisAround: await work(places, at => ask('around', at)),
      version: rows[0]!.v,
    }
  } finally {
    await client.end()
  }
}
