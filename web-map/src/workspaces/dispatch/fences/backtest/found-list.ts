import { computed, ref, watch } from 'vue'
import type { Detect } from '../../../../../../tiles-server/src/contract/index.ts'
import type { BacktestFound, BacktestResult } from '../../../../api/backtest.ts'

const PAGE = 100
const RUNS = ['first', 'second', 'both'] as const

/** Which of what a backtest found are listed: those of one run or one kind, a page at a time. */
export function useFoundList(result: () => BacktestResult) {
  const onlyRun = ref<BacktestFound['run'] | null>(null)
  const onlyWhat = ref<Detect | null>(null)
  const page = ref(0)
  const listed = computed(() =>
    result().found.filter(
      ({ run, alert }) =>
        (onlyRun.value === null || run === onlyRun.value) && (onlyWhat.value === null || alert.transition === onlyWhat.value),
    ),
  )
  const from = computed(() => page.value * PAGE)
  const shown = computed(() => listed.value.slice(from.value, from.value + PAGE))
  /** How many there are of each run; none where there is but one. */
  const runs = computed(() => {
    const { comparison } = result().summary
    return comparison ? RUNS.map(run => [run, comparison[run]] as const) : []
  })
  /** Of all that were found, each counted once, the commonest first. */
  const whats = computed(() => {
    const counts = new Map<Detect, number>()
    for (const { alert } of result().found) counts.set(alert.transition, (counts.get(alert.transition) ?? 0) + 1)
    return [...counts].sort((a, b) => b[1] - a[1])
  })
  watch(result, () => {
    if (!runs.value.some(([run]) => run === onlyRun.value)) onlyRun.value = null
    if (!whats.value.some(([what]) => what === onlyWhat.value)) onlyWhat.value = null
    page.value = 0
  })
  watch([onlyRun, onlyWhat], () => {
    page.value = 0
  })
  const isLast = computed(() => from.value + PAGE >= listed.value.length)
  const turnTo = (index: number): void => {
    page.value = Math.floor(index / PAGE)
  }
  return { onlyRun, onlyWhat, page, from, listed, shown, runs, whats, isLast, turnTo }
}
