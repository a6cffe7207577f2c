import type { Feature } from 'geojson'
import { Mover, type RoadNetwork } from '../../geo-data/movement/index.ts'
import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import type { Api } from './api.ts'

const PATH = '/api/layers/incident/features'
/** Of one run. */
const MOST = 500
/** Seconds between one and the next; until one is assigned, and closed after that. */
const BETWEEN = [10, 40] as const
const ASSIGNED = [20, 90] as const
const CLOSED = [60, 300] as const
const KINDS = [
  { title: '占道经营', category: 'environment', department: 'urban-management' },
  { title: '车辆违停', category: 'traffic', department: 'police' },
  { title: '井盖松动', category: 'facility', department: 'housing' },
  { title: '邻里噪声纠纷', category: 'dispute', department: 'community' },
  { title: '堆物堵塞通道', category: 'safety', department: 'emergency' },
  { title: '居民求助', category: 'service', department: 'civil' },
] as const

interface Open {
  readonly path: string
  etag: string
  feature: Feature
  status: 'open' | 'assigned'
  /** When the next thing is done about it, milliseconds since the Unix epoch. */
  due: number
}

/** Incidents by the roadside that come up now and then, are assigned and closed. */
export class Incidents {
  readonly #api: Api
  readonly #network: RoadNetwork
  readonly #random: Random
  readonly #atOnce: number
  readonly #open: Open[] = []
  readonly #run: string
  #next = -Infinity
  made = 0
  closed = 0

  /** `atOnce`: how many are open at a time, 0 for none. `now`: when it begins, milliseconds since the Unix epoch. */
  constructor(api: Api, network: RoadNetwork, { atOnce, seed, now }: { atOnce: number; seed: number; now: number }) {
    this.#api = api
    this.#network = network
    this.#random = seededRandom(seed + 1)
    this.#atOnce = atOnce
    this.#run = `SIM-${now}`
  }

  /** Does what is due. Throws Refusal. */
  async go(now: number): Promise<void> {
    for (const incident of [...this.#open]) {
      if (incident.due > now) continue
      if (incident.status === 'open') await this.#set(incident, 'assigned', now)
      else await this.#close(incident)
    }
    if (this.#open.length >= this.#atOnce || this.made >= MOST || now < this.#next) return
    this.#next = now + this.#ms(BETWEEN)
    await this.#make(now)
  }

  /** Closes what is open, as far as the server answers. */
  async end(): Promise<void> {
    for (const incident of [...this.#open]) await this.#close(incident, true).catch(() => undefined)
  }

  async #make(now: number): Promise<void> {
    const kind = KINDS[Math.floor(this.#random() * KINDS.length)]!
    const { lon, lat } = new Mover(this.#network, this.#random).place()
    const properties = {
      ...kind,
      title: `${kind.title}（模拟）`,
      code: `${this.#run}-${this.made + 1}`,
      status: 'open',
      time: new Date(now).toISOString(),
    }
    const feature: Feature = { type: 'Feature', geometry: { type: 'Point', coordinates: [lon, lat] }, properties }
    const { body, etag } = await this.#api.ask<Feature>('POST', PATH, feature)
    this.made++
    const path = `${PATH}/${encodeURIComponent(String(body.id))}`
    this.#open.push({ path, etag: etag ?? '*', feature: { ...feature, id: body.id! }, status: 'open', due: now + this.#ms(ASSIGNED) })
  }

  async #set(incident: Open, status: Open['status'] | 'closed', now: number, isLast = false): Promise<void> {
    const feature = { ...incident.feature, properties: { ...incident.feature.properties, status } }
    const work = isLast
      ? this.#api.once<Feature>('PUT', incident.path, feature, { 'if-match': incident.etag })
      : this.#put(incident, feature)
    const { etag } = await work
    Object.assign(incident, { feature, status, etag: etag ?? '*', due: now + this.#ms(CLOSED) })
  }

  #put(incident: Open, feature: Feature) {
    return this.#api.ask<Feature>('PUT', incident.path, feature, { 'if-match': incident.etag })
  }

  async #close(incident: Open, isLast = false): Promise<void> {
    this.#open.splice(this.#open.indexOf(incident), 1)
    await this.#set(incident, 'closed', 0, isLast)
    this.closed++
  }

  #ms([least, most]: readonly [number, number]): number {
    return 1_000 * (least + (most - least) * this.#random())
  }
}
