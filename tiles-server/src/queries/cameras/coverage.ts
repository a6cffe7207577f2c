import { ZongtuError } from '../../kernel/index.ts'

/** What one camera sees of a line: metres along it. Stretches of one camera do not overlap. */
export interface SeenStretch {
  readonly camera: string
  readonly from: number
  readonly to: number
  readonly certain: boolean
}

interface Stretch {
  readonly from: number
  readonly to: number
}

export interface Coverage {
  readonly covered: readonly (Stretch & { readonly cameras: readonly string[] })[]
  readonly gaps: readonly Stretch[]
}

/** Most ids of cameras in all stretches together. */
const MOST_IDS = 1_000_000

/**
 * A line of `length` metres cut where the set of cameras that see it changes: covered stretches with their cameras in id order, and the gaps between them.
 * Throws too-large.
 */
export function coverageOf(stretches: readonly SeenStretch[], length: number): Coverage {
  const seeing = new Set<string>()
  const covered: { from: number; to: number; cameras: string[] }[] = []
  const gaps: Stretch[] = []
  let ids = 0
  let [from, cameras] = [0, [] as string[]]
  const close = (to: number): void => {
    if (to > from && cameras.length > 0) covered.push({ from, to, cameras })
    else if (to > from) gaps.push({ from, to })
    from = to
  }
  for (const { at, over, begun } of changesOf(stretches)) {
    for (const camera of over) seeing.delete(camera)
    for (const camera of begun) seeing.add(camera)
    if (over.length === begun.length && over.every(camera => begun.includes(camera))) continue
    close(at)
    ids += seeing.size
    if (ids > MOST_IDS)
      throw new ZongtuError('too-large', `cameras see stretches of the line more than ${MOST_IDS} times; ask about a shorter line`)
    cameras = [...seeing].sort()
  }
  close(length)
  return { covered, gaps }
}

/** Metres of the line that some stretch covers. */
export function metresOf(stretches: readonly Stretch[]): number {
  let [sum, end] = [0, 0]
  for (const { from, to } of [...stretches].sort((a, b) => a.from - b.from)) {
    sum += Math.max(0, to - Math.max(from, end))
    end = Math.max(end, to)
  }
  return sum
}

interface Change {
  readonly at: number
  readonly over: string[]
  readonly begun: string[]
}

/** The places where cameras stop or begin to see, in order. */
function changesOf(stretches: readonly SeenStretch[]): Change[] {
  const changes = new Map<number, Change>()
  const changeAt = (at: number): Change => {
    const known = changes.get(at) ?? { at, over: [], begun: [] }
    changes.set(at, known)
    return known
  }
  for (const { camera, from, to } of stretches) {
    if (!(to > from)) continue
    changeAt(from).begun.push(camera)
    changeAt(to).over.push(camera)
  }
  return [...changes.values()].sort((a, b) => a.at - b.at)
}
