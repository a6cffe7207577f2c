import type { Feature } from 'geojson'
import type { Random } from '../../tiles-server/src/kernel/index.ts'
import { type Client, Refused, type Stored } from '../support/client.ts'

/** What a writer knows of one feature: the state the server acknowledged, and the one it asked for without an answer yet. */
interface Entry {
  /** Number of the acknowledged content; null = not there. */
  readonly acknowledged: number | null
  readonly version: number
  /** Content asked for and not answered: a number, null for a removal, undefined when nothing is open. */
  readonly open?: number | null
}

export const LAYER = 'zone'

/** The same number stands in the attributes and in the geometry, so that a half-written feature shows. */
export function featureOf(id: string, content: number): Feature & { id: string } {
  const west = contentToWest(content)
  const ring = [
    [west, 30],
    [west + 0.0005, 30],
    [west + 0.0005, 30.0005],
    [west, 30.0005],
    [west, 30],
  ]
  return {
    type: 'Feature',
    id,
    geometry: { type: 'Polygon', coordinates: [ring] },
    properties: { name: `zone ${content}`, kind: 'patrol', note: `${content}` },
  }
}

const contentToWest = (content: number): number => Math.round(1_100_000_000 + (content % 5000) * 10_000) / 1e7

/** Creates, replaces and removes features of one layer at random and remembers what was acknowledged. */
export class Ledger {
  readonly #entries = new Map<string, Entry>()
  #next = 1
  acknowledged = 0

  constructor(
    readonly client: Client,
    readonly random: Random,
    /** Begins the ids of this ledger's features. */
    readonly prefix = 'z',
  ) {}

  /** One write. Answers false when it got no answer, or one that does not tell whether it was done (the server or its store went away). */
  async write(): Promise<boolean> {
    // What has no answer (yet) stays untouched until that comes or `verify` has seen what became of it.
    const free = [...this.#entries].filter(([, entry]) => entry.open === undefined)
    const known = free[Math.floor(this.random() * free.length)]?.[0]
    const content = this.#next++
    const id = known && this.random() < 0.6 ? known : `${this.prefix}${content}`
    const before = this.#entries.get(id) ?? { acknowledged: null, version: 0 }
    const removal = before.acknowledged !== null && this.random() < 0.3
    const wanted = removal ? null : content
    this.#entries.set(id, { ...before, open: wanted })
    try {
      const stored = await this.#send(id, before, wanted)
      this.#entries.set(id, { acknowledged: wanted, version: stored?.version ?? 0 })
      this.acknowledged++
      return true
    } catch (error) {
      if (error instanceof Refused && error.status !== 503) throw error
      return false
    }
  }

  async #send(id: string, before: Entry, wanted: number | null): Promise<Stored | undefined> {
    if (wanted === null) {
      await this.client.remove(LAYER, id, before.version)
      return undefined
    }
    const feature = featureOf(id, wanted)
    return before.acknowledged === null ? this.client.create(LAYER, feature) : this.client.replace(LAYER, feature, before.version)
  }

  /** Writes on several connections until one gets no answer. */
  async writeUntilCut(writers: number): Promise<void> {
    const work = async () => {
      while (await this.write());
    }
    await Promise.all(Array.from({ length: writers }, work))
  }

  /**
   * Compares what the server has now with what it acknowledged: everything acknowledged is there, what got no answer is wholly there or not at all.
   * Then takes the server's state as known.
   */
  verify(stored: readonly Stored[]): void {
    const byId = new Map(stored.map(feature => [feature.id, feature]))
    for (const [id, entry] of this.#entries) {
      const feature = byId.get(id)
      byId.delete(id)
      const content = feature ? Number(feature.properties?.note) : null
      const allowed = entry.open === undefined ? [entry.acknowledged] : [entry.acknowledged, entry.open]
      if (!allowed.includes(content)) throw new Error(`${id}: the server has ${content}, acknowledged was ${JSON.stringify(entry)}`)
      if (feature && content !== null) assertWhole(feature, content)
      if (feature) this.#entries.set(id, { acknowledged: content, version: feature.version })
      else this.#entries.delete(id)
    }
    if (byId.size > 0) throw new Error(`the server has features nobody wrote: ${[...byId.keys()].slice(0, 5).join(', ')}`)
  }
}

function assertWhole(feature: Stored, content: number): void {
  const expected = featureOf(feature.id, content)
  const same = JSON.stringify(feature.geometry) === JSON.stringify(expected.geometry) && feature.properties?.name === `zone ${content}`
  if (!same) throw new Error(`${feature.id} is half-written: ${JSON.stringify(feature)}`)
}
