import { onScopeDispose, type Ref, ref, watch } from 'vue'

export const SPEEDS = [1, 2, 5, 10, 30, 60, 120] as const
export type Speed = (typeof SPEEDS)[number]

/** A tab that was away, or a machine that was busy, does not leap. */
const MOST_STEP_MS = 250
/** Whoever asked for less motion sees a place every so often, none that glides. */
const CALM_STEP_MS = 500
/** So long takes a span as it is opened, about. */
const WHOLE_MS = 120_000

/** The slowest speed at which a span (ms) does not take long. */
const speedFor = (span: number): Speed => SPEEDS.find(speed => span / speed <= WHOLE_MS) ?? SPEEDS.at(-1)!

export interface PlayheadOptions {
  readonly span: Readonly<Ref<{ readonly from: number; readonly to: number } | null>>
  readonly reduced: Ref<boolean>
}

/** The time shown (ms since the epoch), and how it runs. */
export function usePlayhead({ span, reduced }: PlayheadOptions) {
  const at = ref(0)
  const playing = ref(false)
  const speed = ref<Speed>(10)
  let frame = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  function pause(): void {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
    playing.value = false
  }
  function seek(time: number): void {
    const ends = span.value
    if (ends) at.value = Math.min(ends.to, Math.max(ends.from, time))
  }
  function play(): void {
    const ends = span.value
    if (!ends) return
    pause()
    if (at.value >= ends.to) at.value = ends.from
    playing.value = true
    if (reduced.value) hop()
    else glide(performance.now())
  }
  /** Goes on by so much of the time one waits; false at the end. */
  function advance(ms: number): boolean {
    seek(at.value + ms * speed.value)
    if (at.value < (span.value?.to ?? 0)) return true
    pause()
    return false
  }
  function hop(): void {
    timer = setTimeout(() => advance(CALM_STEP_MS) && hop(), CALM_STEP_MS)
  }
  function glide(before: number): void {
    frame = requestAnimationFrame(() => {
      const now = performance.now()
      if (advance(Math.min(MOST_STEP_MS, now - before))) glide(now)
    })
  }
  watch(
    span,
    ends => {
      pause()
      if (ends) speed.value = speedFor(ends.to - ends.from)
    },
    { immediate: true },
  )
  watch(reduced, () => playing.value && play())
  onScopeDispose(pause)
  return { at, playing, speed, play, pause, seek, toggle: () => (playing.value ? pause() : play()) }
}
