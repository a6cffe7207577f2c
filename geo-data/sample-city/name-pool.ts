import type { Random } from '../../tiles-server/src/kernel/index.ts'
import { shuffle } from './streamlines.ts'
import { ORDINALS, SURNAMES, VILLAGE_ENDS, VILLAGE_FORES } from './words.ts'

/** Hands out names and never the same twice: roots in random order, then roots with a direction or a number. */
export class NamePool {
  private readonly used = new Set<string>()
  private queue: string[] = []
  private round = 0

  constructor(
    private readonly roots: readonly string[],
    private readonly random: Random,
    /** Roads carry the mark after the root (泰山东路), places before it (东锦绣社区). */
    private readonly marksLast = false,
  ) {}

  /** The next name that was not given out yet. */
  next(): string {
    for (;;) {
      if (this.queue.length === 0) this.refill()
      const name = this.queue.pop()!
      if (this.used.has(name)) continue
      this.used.add(name)
      return name
    }
  }

  private refill(): void {
    const marks = ['', '东', '西', '南', '北', '新', ...ORDINALS]
    const mark = marks[this.round] ?? `${this.round}`
    this.round++
    const front = !this.marksLast && '东西南北新'.includes(mark)
    this.queue = shuffle(this.roots, this.random).map(root => (front ? mark + root : root + mark))
  }
}

/** Village names: family name and a word for a settlement, with 大, 前, 东 ... where they run out. */
export function villageNames(random: Random): NamePool {
  const plain = SURNAMES.flatMap(s => VILLAGE_ENDS.map(e => s + e))
  const marked = shuffle(plain, random)
    .slice(0, 700)
    .map(name => VILLAGE_FORES[Math.floor(random() * VILLAGE_FORES.length)]! + name)
  return new NamePool([...plain, ...marked], random)
}
