import type { Schemas } from '../../api-client/index.ts'
import { ApiError, api } from './client.ts'
import { brokeOff, linesOf } from './lines.ts'

type Line = Schemas['BacktestLine']
type Body = Schemas['BacktestRequest']
export type BacktestFound = Pick<Extract<Line, { type: 'alert' }>, 'run' | 'alert'>
export type BacktestSummary = Omit<Extract<Line, { type: 'done' }>, 'type'>
export type BacktestProgress = Pick<Extract<Line, { type: 'progress' }>, 'objects' | 'fixes'>

export interface BacktestResult {
  readonly found: readonly BacktestFound[]
  readonly summary: BacktestSummary
}

/** What is tried: `fence` null where every run has a rule of its own; times RFC 3339. */
export interface BacktestAsk {
  readonly fence: string | null
  readonly from: string
  readonly to: string
  readonly runs: NonNullable<Body['runs']>
}

/**
 * What a rule would have raised over recorded positions. Rejects with ApiError, also where the answer breaks off; aborting ends the work on the server.
 */
export async function backtest(
  { fence, ...body }: BacktestAsk,
  onProgress: (progress: BacktestProgress) => void,
  signal: AbortSignal,
): Promise<BacktestResult> {
  const how = { parseAs: 'stream', headers: { accept: 'application/x-ndjson' }, signal } as const
  const { response } =
    fence === null
      ? await api.POST('/api/fences/backtest', { body: body as Schemas['BacktestDraftRequest'], ...how })
      : await api.POST('/api/fences/{fence}/backtest', { params: { path: { fence } }, body, ...how })
  const found: BacktestFound[] = []
  for await (const line of linesOf<Line>(response, signal)) {
    if (line.type === 'progress') onProgress(line)
    else if (line.type === 'alert') found.push(line)
    else if (line.type === 'done') return { found, summary: line }
    else throw new ApiError(line.status, line.code, line.detail)
  }
  throw brokeOff(' before its last line')
}
