import { onBeforeUnmount, type Ref, ref } from 'vue'
import type { Span } from '../../state/span.ts'

/** Days a step goes on. */
const STEPS: Readonly<Record<Span, number>> = { day: 1, week: 1, month: 7 }
const SPAN_DAYS: Readonly<Record<Span, number>> = { day: 1, week: 7, month: 30 }
const PACE_MS = 450
/** Whoever asked for less motion sees one window after the other, not one sliding. */
const CALM_PACE_MS = 2000

/** Plays a window forward. `step` goes on by so many days and answers whether there is more. */
export function usePlayer(step: (days: number) => boolean, span: () => Span | null, reduced: Ref<boolean>) {
  const playing = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined

  function tick(): void {
    const now = span()
    if (now === null || !step(reduced.value ? SPAN_DAYS[now] : STEPS[now])) stop()
    else timer = setTimeout(tick, reduced.value ? CALM_PACE_MS : PACE_MS)
  }
  function play(): void {
    stop()
    playing.value = true
    tick()
  }
  function stop(): void {
    clearTimeout(timer)
    playing.value = false
  }
  onBeforeUnmount(stop)
  return { playing, play, stop }
}
