import { claimsOf, ringsAround } from './arc-claims.ts'
import type { ArcRings, BoundaryLine, Topology, TopologyChange } from './topology-types.ts'

/**
 * The faces of a topology merged to groups (one nested level), kept current: a change costs what it touches, and the rings of a group
 * are joined anew only when one of its arcs came or went.
 */
export class ArcGroups {
  readonly #topology: Topology
  readonly #nameOf: (faceId: string) => string | undefined
  /** The group each face was last counted under. */
  readonly #names = new Map<string, string | undefined>()
  readonly #lines = new Map<string, Map<BoundaryLine, boolean>>()
  readonly #rings = new Map<string, ArcRings>()

  /** `nameOf` answers a face's group now; faces mapped to undefined are left out. */
  constructor(topology: Topology, nameOf: (faceId: string) => string | undefined) {
    this.#topology = topology
    this.#nameOf = nameOf
    for (const id of topology.faceIds()) this.#names.set(id, nameOf(id))
    for (const line of topology.boundaries()) this.#count(line, true, new Set())
  }

  /** The rings of a group; undefined when it has no face. The same object until its arcs change. */
  rings(name: string): ArcRings | undefined {
    const lines = this.#lines.get(name)
    if (!lines) return undefined
    const known = this.#rings.get(name)
    if (known) return known
    const rings = ringsAround(Array.from(lines, ([{ arc }, onLeft]) => ({ arc, onLeft })))
    this.#rings.set(name, rings)
    return rings
  }

  /** Follows a change of the topology and of the groups of some faces; answers the groups whose rings may differ. */
  update(change: TopologyChange, regrouped: Iterable<string>): Set<string> {
    const touched = new Set<string>()
    const moved = [...regrouped].filter(id => this.#names.has(id) && this.#names.get(id) !== this.#nameOf(id))
    const stayed = new Set(moved.flatMap(id => [...this.#topology.boundariesOf(id)]).filter(line => !change.added.has(line)))
    for (const line of [...change.removed, ...stayed]) this.#count(line, false, touched)
    for (const id of [...change.faces, ...moved]) {
      if (this.#topology.rings(id)) this.#names.set(id, this.#nameOf(id))
      else this.#names.delete(id)
    }
    for (const line of [...change.added, ...stayed]) this.#count(line, true, touched)
    for (const name of touched) this.#rings.delete(name)
    return touched
  }

  #count(line: BoundaryLine, there: boolean, touched: Set<string>): void {
    for (const { name, onLeft } of claimsOf(line, face => this.#names.get(face))) {
      touched.add(name)
      const lines = this.#lines.get(name) ?? new Map<BoundaryLine, boolean>()
      if (there) this.#lines.set(name, lines.set(line, onLeft))
      else if (lines.delete(line) && lines.size === 0) this.#lines.delete(name)
    }
  }
}
