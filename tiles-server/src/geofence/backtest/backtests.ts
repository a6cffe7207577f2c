import { type BacktestFound, type BacktestLine, type BacktestResult, type BacktestSummary, MOST_TOLD } from '../../contract/index.ts'
import { createSlices, ZongtuError } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import type { Store } from '../../store/index.ts'
import { Replay, type Span, type Unheard } from '../engine/replay.ts'
import type { Alert, Fix } from '../engine/types.ts'
import type { Fences } from '../fences/fences.ts'
import type { Wait } from '../tracks.ts'
import { type Asked, type Run, runsOf, spanOf } from './plan.ts'
import { everyObject, recorded } from './recorded.ts'
import { Tally } from './tally.ts'
import { toFound } from './to-found.ts'

/** Backtests that a process runs at a time. */
const AT_ONCE = 2

type Line = Exclude<BacktestLine, { readonly type: 'error' }>

/** What fences would have raised, over recorded positions. Nothing is written. */
export interface Backtests {
  /**
   * Runs a backtest of a fence (null: of rules that none has) as its lines are taken: how far it is, then alerts by time, last what they come to. Ends with the signal's
   * reason once that is aborted. Throws bad-property, unknown-fence, what a rule is refused with on saving, busy, store-unavailable.
   */
  run(fence: string | null, asked: Asked, signal: AbortSignal): AsyncGenerator<Line>
  /** The same at once. */
  result(fence: string | null, asked: Asked, signal: AbortSignal): Promise<BacktestResult>
}

interface Deps {
  readonly store: Pick<Store, 'positions'>
  readonly fences: Pick<Fences, 'get' | 'versions'>
  readonly live: Pick<Live, 'has' | 'layer'>
}

export function createBacktests({ store, fences, live }: Deps): Backtests {
  let running = 0
  async function* run(fence: string | null, asked: Asked, signal: AbortSignal): AsyncGenerator<Line> {
    const span = spanOf(asked)
    if (running >= AT_ONCE) throw new ZongtuError('busy', `${running} backtests are running; try again later`)
    running++
    try {
      const runs = await runsOf(fence, asked.runs, { fences, live })
      yield* backtest(store.positions, runs, span, signal)
    } finally {
      running--
    }
  }
  return {
    run,
    async result(fence, asked, signal) {
      const alerts: BacktestFound[] = []
      for await (const { type, ...line } of run(fence, asked, signal)) {
        if (type === 'alert') alerts.push(line as BacktestFound)
        if (type === 'done') return { ...(line as BacktestSummary), alerts }
      }
      throw new Error('a backtest ended without its end')
    },
  }
}

async function* backtest(log: Store['positions'], runs: readonly Run[], span: Span, signal: AbortSignal): AsyncGenerator<Line> {
  const wait = waiting(signal)
  const slices = createSlices(signal)
  const replays = runs.map(({ rule }) => new Replay([rule], span))
  const tally = new Tally(runs.length, MOST_TOLD)
  const notEvaluated: Record<Unheard, number> = { duplicate: 0, tooFast: 0, nullIsland: 0, future: 0 }
  const objects = await concerned(log, runs, wait)
  let [done, fixes] = [0, 0]
  const progress = (): Line => ({ type: 'progress', objects: { done, of: objects.length }, fixes })
  yield progress()
  const isSettled = (before: readonly Fix[]): boolean => replays[0]!.agrees(before)
  for await (const { object, before, pages } of recorded(log, objects, span, { wait, isSettled })) {
    const own = replays.map(replay => (replay.concerns(object) ? replay.begin(object, before) : undefined))
    for await (const page of pages) {
      for (const fix of page) {
        // Why a fix says nothing lies in the fixes alone: every run says the same.
        let why: Unheard | undefined
        for (const each of own) why = each?.take(fix) ?? why
        if (why !== undefined) notEvaluated[why]++
        if (slices.over()) await slices.next()
      }
      fixes += page.length
      yield progress()
    }
    tally.add(...own.map(each => each?.end() ?? []))
    done++
    if (slices.over()) await slices.next()
  }
  const ofZones: Alert[][] = []
  for (const replay of replays) {
    const all: Alert[] = []
    for (const some of replay.groups()) {
      all.push(...some)
      if (slices.over()) await slices.next()
    }
    ofZones.push(all)
  }
  tally.add(...ofZones)
  yield progress()
  const { found, summary } = tally.result(runs.map(({ version }) => version))
  for (const each of found) yield { type: 'alert', ...toFound(each, runs) }
  yield { type: 'done', fixes, objects: objects.length, notEvaluated, ...summary }
}

/** Ends waiting with the signal's reason; what was waited for comes to its end by itself. */
const waiting =
  (signal: AbortSignal): Wait =>
  async answer => {
    let stop: (() => void) | undefined
    const gone = new Promise<never>((_, reject) => {
      stop = () => reject(signal.reason as Error)
      if (signal.aborted) stop()
      else signal.addEventListener('abort', stop, { once: true })
    })
    try {
      return await Promise.race([answer, gone])
    } finally {
      signal.removeEventListener('abort', stop!)
    }
  }

/** Objects that a rule looks at: those it names, or all that are known. */
async function concerned(log: Store['positions'], runs: readonly Run[], wait: Wait): Promise<string[]> {
  const named = new Set<string>()
  for (const { rule } of runs) {
    if (!(rule.objects instanceof Set)) return everyObject(log, wait)
    for (const object of rule.objects as ReadonlySet<string>) named.add(object)
  }
  return [...named].sort()
}
