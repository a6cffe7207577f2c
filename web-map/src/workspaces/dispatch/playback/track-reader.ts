import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import { latestOf, readTrack, type TrackRead } from '../../../api/track.ts'
import type { Playing } from '../../../state/playback.ts'
import { HOUR_MS } from '../periods.ts'

const NOTHING: TrackRead = { fixes: [], leftOut: 0, cut: false }

export type ReadState = 'idle' | 'loading' | 'done' | 'stopped' | 'never' | 'failed'

export interface TrackReaderOptions {
  readonly of: () => Playing | null
  /** So many hours are read where no times are given: the last ones of which there are positions. */
  readonly hours: () => number
  /** Called with them. */
  readonly resolved: (span: { from: number; to: number }) => void
}

/** Reads the track of what is played back, anew whenever that changes. */
export function useTrackReader({ of, hours, resolved }: TrackReaderOptions) {
  const read = shallowRef<TrackRead>(NOTHING)
  const state = ref<ReadState>('idle')
  const reason = ref('')
  let running: AbortController | null = null

  async function load({ object, from, to }: Playing): Promise<void> {
    running?.abort()
    const own = new AbortController()
    running = own
    read.value = NOTHING
    state.value = 'loading'
    try {
      if (from === null || to === null) {
        const last = await latestOf(object, own.signal)
        if (last === null) state.value = 'never'
        else resolved({ from: last - hours() * HOUR_MS, to: last })
        return
      }
      const onPage = (page: TrackRead): void => {
        if (!own.signal.aborted) read.value = page
      }
      read.value = await readTrack(object, { from, to }, onPage, own.signal)
      state.value = 'done'
    } catch (error) {
      if (own.signal.aborted) return
      reason.value = error instanceof Error ? error.message : String(error)
      state.value = 'failed'
    }
  }
  /** Leaves it at what was read. */
  function stop(): void {
    running?.abort()
    read.value = { ...read.value, cut: true }
    state.value = 'stopped'
  }
  function again(): void {
    const now = of()
    if (now && now.object !== '') void load(now)
  }
  // The time shown moves on without anything to read.
  watch(
    () => [of()?.object, of()?.from ?? `last ${hours()}`, of()?.to].join('\n'),
    () => {
      if (of()?.object) again()
      else {
        running?.abort()
        read.value = NOTHING
        state.value = 'idle'
      }
    },
    { immediate: true },
  )
  onScopeDispose(() => running?.abort())
  return { read, state, reason, stop, again }
}
