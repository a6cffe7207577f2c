import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { type BacktestAsk, type BacktestProgress, type BacktestResult, backtest } from '../../../../api/backtest.ts'

/** Whoever types is not asked about every letter. */
const SETTLE_MS = 700

export type TrialState = 'idle' | 'waiting' | 'running' | 'done' | 'stopped' | 'failed'

/**
 * Runs backtests, one at a time: a new one ends the one before, and what that found stays until the new one has come. Once one was run, it is run again
 * by itself when what is asked changes; null: it cannot be asked just now.
 */
export function useTrial(asked: () => BacktestAsk | null) {
  const state = ref<TrialState>('idle')
  const progress = shallowRef<BacktestProgress | null>(null)
  const result = shallowRef<BacktestResult | null>(null)
  /** The result is of what was asked before. */
  const isOld = ref(false)
  const reason = ref('')
  let running: AbortController | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  /** What was asked last, as text; null before the first time. */
  let known: string | null = null

  async function run(): Promise<void> {
    clearTimeout(timer)
    running?.abort()
    const ask = asked()
    if (!ask) return
    known = JSON.stringify(ask)
    const own = new AbortController()
    running = own
    state.value = 'running'
    progress.value = null
    isOld.value = result.value !== null
    const tell = (now: BacktestProgress): void => {
      if (!own.signal.aborted) progress.value = now
    }
    try {
      const answer = await backtest(ask, tell, own.signal)
      if (own.signal.aborted) return
      result.value = answer
      isOld.value = false
      state.value = 'done'
    } catch (error) {
      if (own.signal.aborted) return
      reason.value = error instanceof Error ? error.message : String(error)
      state.value = 'failed'
    }
  }
  function stop(): void {
    clearTimeout(timer)
    running?.abort()
    state.value = 'stopped'
  }
  watch(
    () => JSON.stringify(asked()),
    text => {
      // The press of the button moves the time on: that is what is asked already.
      if (known === null || (state.value === 'running' && text === known)) return
      clearTimeout(timer)
      running?.abort()
      isOld.value = result.value !== null
      state.value = 'waiting'
      if (asked()) timer = setTimeout(() => void run(), SETTLE_MS)
    },
  )
  onScopeDispose(() => {
    clearTimeout(timer)
    running?.abort()
  })
  return { state, progress, result, isOld, reason, run, stop }
}
