import type { Feature } from 'geojson'
import type { App } from '../../tiles-server/src/app.ts'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { createClient, type Stored } from '../support/client.ts'
import { type Condition, DAY, drawCondition, drawWindow, pick } from './cluster-conditions.ts'
import { decode } from './mosaic.ts'

export interface ClustersOptions {
  readonly draws: number
  /** Incidents at the beginning. */
  readonly incidents: number
  readonly seed: number
  readonly progress?: (line: string) => void
}

const CATEGORIES = ['environment', 'traffic', 'facility', 'dispute', 'safety', 'service']
const STATUSES = ['open', 'assigned', 'closed']
const DEPARTMENTS = ['police', 'housing', 'civil']
/** The catalog draws incidents from this zoom on: tiles before it are empty. Clusters end at the other. */
const FIRST = 6
const LAST = 14
const AT_ONCE = 8

/**
 * Draws zooms, filters and windows of time, reads every tile of the zoom over HTTP and adds up its clusters and single points: as many as SQL counts,
 * of each category and status too. Incidents are created, moved, changed and removed in between. Throws at the first difference.
 */
export async function proveClusters(app: Pick<App, 'url' | 'store' | 'live'>, { draws, incidents, seed, progress }: ClustersOptions) {
  const random = seededRandom(seed)
  const writer = new Writer(app, random)
  await writer.fill(incidents)
  const figures = { draws, incidents, edits: 0, tiles: 0, counted: 0, empty: 0 }
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < 3; i++) await writer.edit()
    figures.edits += 3
    const zoom = random() < 0.05 ? Math.floor(random() * FIRST) : FIRST + Math.floor(random() * (LAST - FIRST + 1))
    const condition = random() < 0.85 ? drawCondition(random) : undefined
    const window = random() < 0.7 ? drawWindow(random) : undefined
    const seen = await readTiles(app, zoom, condition, window)
    const owed = zoom < FIRST ? emptyTotals() : await readRows(app, condition, window)
    if (JSON.stringify(seen.totals) !== JSON.stringify(owed)) {
      const asked = `zoom ${zoom}, filter ${condition?.cql}, datetime ${window?.cql}`
      throw new Error(`draw ${draw}, ${asked}: tiles have ${JSON.stringify(seen.totals)}, SQL ${JSON.stringify(owed)}`)
    }
    figures.tiles += seen.tiles
    figures.counted += owed.all!
    if (owed.all === 0) figures.empty++
    if ((draw + 1) % 100 === 0) progress?.(`${draw + 1} draws, ${figures.tiles} tiles`)
  }
  return figures
}

type Totals = Record<string, number>
const emptyTotals = (): Totals =>
  Object.fromEntries(
    ['all', ...CATEGORIES.map(value => `category_${value}`), ...STATUSES.map(value => `status_${value}`)].map(name => [name, 0]),
  )

async function readTiles({ url, store }: Pick<App, 'url' | 'store'>, zoom: number, condition?: Condition, window?: Condition) {
  const query = new URLSearchParams({ ...(condition && { filter: condition.cql }), ...(window && { datetime: window.cql }) })
  const { rows } = await store.knex.raw<{ rows: [Record<'west' | 'south' | 'east' | 'north', number>] }>(
    'select min(ST_X(geom)) as west, min(ST_Y(geom)) as south, max(ST_X(geom)) as east, max(ST_Y(geom)) as north from incident',
  )
  const [{ west, south, east, north }] = rows
  const column = (lon: number): number => Math.floor(((lon + 180) / 360) * 2 ** zoom)
  const row = (lat: number): number => Math.floor((0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI)) * 2 ** zoom)
  const places: [number, number][] = []
  // A tile more on each side: nothing may be drawn there.
  const last = 2 ** zoom - 1
  for (let x = Math.max(0, column(west) - 1); x <= Math.min(last, column(east) + 1); x++) {
    for (let y = Math.max(0, row(north) - 1); y <= Math.min(last, row(south) + 1); y++) places.push([x, y])
  }
  const totals = emptyTotals()
  const tiles = places.length
  const read = async (): Promise<void> => {
    for (let place = places.pop(); place; place = places.pop()) {
      const response = await fetch(`${url}/tiles/incident/${zoom}/${place[0]}/${place[1]}.mvt?${query}`)
      if (response.status !== 200 && response.status !== 204)
        throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
      if (response.headers.has('zongtu-thinned')) throw new Error(`${response.url} was thinned`)
      const body = await response.arrayBuffer()
      for (const { properties } of response.status === 200 ? decode(body, 'incident') : []) addTo(totals, properties)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, read))
  return { totals, tiles }
}

function addTo(totals: Totals, properties: Readonly<Record<string, string | number | boolean>>): void {
  totals.all! += Number(properties.count)
  for (const name of Object.keys(totals)) {
    if (properties.cluster) totals[name]! += name === 'all' ? 0 : Number(properties[name] ?? 0)
    else if (name === `category_${properties.category}` || name === `status_${properties.status}`) totals[name]!++
  }
}

async function readRows({ store }: Pick<App, 'store'>, condition?: Condition, window?: Condition): Promise<Totals> {
  const where = [condition, window].flatMap(part => (part ? [`(${part.sql})`] : [])).join(' and ') || 'true'
  const { rows } = await store.knex.raw<{ rows: { category: string; status: string; n: number }[] }>(
    `select category, status, count(*)::int as n from incident where ${where.replaceAll('?', '\\?')} group by 1, 2`,
  )
  const totals = emptyTotals()
  for (const { category, status, n } of rows) for (const name of ['all', `category_${category}`, `status_${status}`]) totals[name]! += n
  return totals
}

/** Makes incidents and changes them: the first of them in one transaction, then one by one over HTTP. */
class Writer {
  readonly #known: Stored[] = []
  #next = 0

  constructor(
    readonly app: Pick<App, 'url' | 'store' | 'live'>,
    readonly random: Random,
    readonly client = createClient(app.url),
  ) {}

  async fill(count: number): Promise<void> {
    const { store, live } = this.app
    const { def } = live.layer('incident')
    const { seq } = await store.write('proof', async tx => {
      for (let i = 0; i < count; i++) {
        const { id, geometry, properties } = this.#draw(`i${this.#next++}`)
        await store.rows.insert(tx, def, { id, geometry, properties })
      }
    })
    await live.waitFor(seq)
    this.#known.push(...(await this.client.all('incident')))
  }

  async edit(): Promise<void> {
    const kind = this.random()
    if (kind < 0.4) {
      this.#known.push(await this.client.create('incident', this.#draw(`i${this.#next++}`)))
      return
    }
    const at = Math.floor(this.random() * this.#known.length)
    const { id, version, geometry } = this.#known[at]!
    if (kind < 0.6) {
      await this.client.remove('incident', id, version)
      this.#known.splice(at, 1)
      return
    }
    const wanted = this.#draw(id)
    this.#known[at] = await this.client.replace('incident', kind < 0.8 ? wanted : { ...wanted, geometry }, version)
  }

  #draw(id: string): Feature & { id: string; geometry: { type: 'Point'; coordinates: number[] }; properties: Record<string, string> } {
    const { random } = this
    return {
      type: 'Feature',
      id,
      geometry: { type: 'Point', coordinates: [drawDegrees(random, 112.5), drawDegrees(random, 28.125)] },
      properties: {
        code: id,
        title: `${pick(random, ['a', 'b', 'ab'])}-${id}`,
        category: pick(random, CATEGORIES),
        status: pick(random, STATUSES),
        time: new Date(DAY + Math.floor(random() * 90 * 48) * 1_800_000).toISOString(),
        ...(random() < 0.7 && { department: pick(random, DEPARTMENTS) }),
      },
    }
  }
}

/** Near a place, a few of them on it: 112.5 degrees east is an edge of tiles from zoom 4 on. */
const drawDegrees = (random: Random, around: number): number =>
  random() < 0.02 ? around : Math.round((around + (random() + random() - 1) * 0.1) * 1e7) / 1e7
