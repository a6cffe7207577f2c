import type { Position } from '../../tiles-server/src/geo/index.ts'
import type { Got } from './get.ts'
import type { Move } from './roles/grid-mover.ts'
import type { ServerRole } from './roles/server.ts'
import type { Child } from './rpc.ts'
import { shows, tilePathOf } from './seen.ts'

const now = (): number => performance.timeOrigin + performance.now()

/** Vertices of grids that are moved to and fro, and what tiles must show of them. */
export class ChurnGrids {
  readonly #at: Position[]
  readonly #busy: boolean[]
  /** Counts the moves of a vertex, so that a reader notices one that happened meanwhile. */
  readonly #turn: number[]
  /** Milliseconds from commit to the whole answer that shows it, and from commit to acknowledgement. */
  readonly fresh: number[] = []
  readonly acknowledged: number[] = []
  stale = 0
  reads = 0
  /** Moves that were refused or not shown in time; their vertices are left alone from then on. */
  readonly failed: Error[] = []

  constructor(
    readonly server: Child<ServerRole>,
    readonly moves: readonly Move[],
    readonly get: (path: string) => Promise<Got>,
  ) {
    this.#at = moves.map(({ from }) => from)
    this.#busy = moves.map(() => false)
    this.#turn = moves.map(() => 0)
  }

  /** Moves a vertex and reads its tile as soon as the move is acknowledged. A vertex still on its way is left alone. */
  async move(i: number): Promise<void> {
    if (this.#busy[i]) return
    this.#busy[i] = true
    this.#turn[i]!++
    const moved = await this.server.call('move', i).catch((error: unknown) => void this.failed.push(error as Error))
    if (!moved) return
    const { at, committed, acknowledged } = moved
    this.#at[i] = at
    this.#busy[i] = false
    this.acknowledged.push(acknowledged - committed)
    const { body } = await this.get(tilePathOf('grid', at))
    const arrived = now()
    if (this.#isAt(i, body)) this.fresh.push(arrived - committed)
    else if (!this.#busy[i]) this.stale++
  }

  /** Reads the tile of a vertex: while it was not on its way it must be where it was acknowledged to be. */
  async read(i: number): Promise<void> {
    const turn = this.#turn[i]
    const busy = this.#busy[i]
    const { body } = await this.get(tilePathOf('grid', this.#at[i]!))
    if (busy || this.#turn[i] !== turn) return
    this.reads++
    if (!this.#isAt(i, body)) this.stale++
  }

  #isAt(i: number, body: Buffer): boolean {
    const { from, to } = this.moves[i]!
    const other = this.#at[i] === from || same(this.#at[i]!, from) ? to : from
    return shows('grid', body, this.#at[i]!) && !shows('grid', body, other)
  }
}

const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1]
