import type { Point } from 'geojson'
import type { Client, Stored } from '../support/client.ts'
import type { Got } from './get.ts'
import { shows, tilePathOf } from './seen.ts'

/** Incidents that are moved by some twenty metres over HTTP, and what tiles must show of them. */
export class ChurnIncidents {
  readonly #busy = new Set<number>()
  /** Milliseconds of a change, from the request to the acknowledgement, and from there to the whole tile that shows it. */
  readonly written: number[] = []
  readonly fresh: number[] = []
  stale = 0

  constructor(
    readonly client: Client,
    readonly features: Stored[],
    readonly get: (path: string) => Promise<Got>,
  ) {}

  async change(i: number): Promise<void> {
    if (this.#busy.has(i)) return
    this.#busy.add(i)
    const { version, ...feature } = this.features[i]!
    const [lon, lat] = (feature.geometry as Point).coordinates as [number, number]
    const step = version % 2 === 0 ? 2e-4 : -2e-4
    const coordinates = [Math.round((lon + step) * 1e7) / 1e7, lat]
    const from = performance.now()
    const stored = await this.client.replace('incident', { ...feature, geometry: { type: 'Point', coordinates } }, version)
    const acknowledged = performance.now()
    this.features[i] = stored
    const { body } = await this.get(tilePathOf('incident', coordinates))
    const arrived = performance.now()
    this.written.push(acknowledged - from)
    if (shows('incident', body, coordinates, feature.id)) this.fresh.push(arrived - acknowledged)
    else this.stale++
    this.#busy.delete(i)
  }
}
