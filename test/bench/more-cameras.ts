import { seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { sql } from '../support/cluster.ts'
import type { CityStore } from './city.ts'

/** Adds cameras to a city until there are so many: copies of its own, some hundred metres away, turned at random. */
export async function addCameras({ databaseUrl }: CityStore, wanted: number, seed: number): Promise<void> {
  const [row] = await sql(databaseUrl!, 'select count(*)::int as n from camera')
  const more = wanted - (row!.n as number)
  if (more <= 0) return
  const random = seededRandom(seed)
  const draws = Array.from({ length: more }, () => [
    Math.floor(random() * (row!.n as number)),
    random() - 0.5,
    random() - 0.5,
    Math.floor(random() * 360),
  ])
  await sql(
    databaseUrl!,
    `insert into camera (id, geom, code, name, kind, azimuth, fov, "range", height, status, place, tilt, vfov)
     select 'more' || d.n, ST_Translate(c.geom, d.dx * 0.006, d.dy * 0.006), 'more' || d.n, c.name, c.kind, d.azimuth, c.fov, c."range", c.height, c.status,
       c.place, c.tilt, c.vfov
     from unnest($1::int[], $2::float8[], $3::float8[], $4::float8[]) with ordinality as d(own, dx, dy, azimuth, n)
     join (select *, row_number() over (order by id) - 1 as own from camera) c on c.own = d.own`,
    [0, 1, 2, 3].map(part => draws.map(draw => draw[part])),
  )
  await sql(databaseUrl!, 'vacuum analyze camera')
}
