import { type FenceInput, type FenceRule, MOST_DAYS } from '../../contract/index.ts'
import { shown } from '../../features/index.ts'
import { instantOf } from '../../filter/index.ts'
import { ZongtuError } from '../../kernel/index.ts'
import type { Live } from '../../live/index.ts'
import type { Span } from '../engine/replay.ts'
import type { CompiledFence } from '../engine/types.ts'
import { checkedRule } from '../fences/checked.ts'
import { compileFence } from '../fences/compile.ts'
import type { Fences } from '../fences/fences.ts'

/** What a run tries out. */
export type Tried = { readonly version: number } | { readonly rule: FenceInput }

export interface Asked {
  /** RFC 3339. */
  readonly from: string
  readonly to: string
  readonly runs?: readonly Tried[] | undefined
}

/** A rule made ready, and which version of a fence it is, if it is one. */
export interface Run {
  readonly fence: string | null
  readonly version: number | null
  readonly rule: CompiledFence
}

const DAY_MS = 86_400_000

/** What a backtest goes through. Throws bad-property, naming the member. */
export function spanOf({ from, to }: Pick<Asked, 'from' | 'to'>): Span {
  const span = { from: momentOf('from', from), to: momentOf('to', to) }
  if (span.to <= span.from) throw bad('to', `to is ${shown(to)}, it must be after from, ${shown(from)}`)
  if (span.to - span.from > MOST_DAYS * DAY_MS)
    throw bad('to', `to is ${shown(to)}, it must be at most ${MOST_DAYS} days after from, ${shown(from)}`)
  return span
}

type Deps = { readonly fences: Pick<Fences, 'get' | 'versions'>; readonly live: Pick<Live, 'has' | 'layer'> }

/**
 * The runs of a backtest of a fence, or of rules that none has. Throws unknown-fence, bad-property for a version that there is not, what a rule is refused
 * with on saving, store-unavailable.
 */
export async function runsOf(fence: string | null, runs: readonly Tried[] | undefined, { fences, live }: Deps): Promise<Run[]> {
  const current = fence === null ? undefined : await fences.get(fence)
  const ready: Run[] = []
  for (const [i, run] of (runs ?? [{ version: current!.version }]).entries()) {
    const version = 'version' in run ? run.version : null
    const rule = 'version' in run ? await saidBy(fence!, run.version, i, fences) : checkedRule(run.rule, live)
    const id = fence ?? 'draft'
    ready.push({ fence, version, rule: compileFence({ id, version: version ?? 0, rule: { ...rule, enabled: true } }, live) })
  }
  return ready
}

async function saidBy(fence: string, version: number, run: number, fences: Deps['fences']): Promise<FenceRule> {
  const { versions } = await fences.versions(fence, { before: version + 1, limit: 1 })
  const [found] = versions
  if (found?.version === version) return found
  const property = `runs.${run}.version`
  throw bad(property, `${property} is ${version}, the fence has no such version`)
}

function momentOf(property: 'from' | 'to', text: string): number {
  const moment = text.length <= 40 ? instantOf(text) : undefined
  if (moment !== undefined) return moment
  throw bad(property, `${property} is ${shown(text)}, it must be RFC 3339 with offset, such as 2026-05-01T08:00:00Z`)
}

const bad = (property: string, detail: string): ZongtuError => new ZongtuError('bad-property', detail, { property })
