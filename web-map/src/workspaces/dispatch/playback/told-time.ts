import { type Ref, watch } from 'vue'
import type { TrackSpan } from '../../../api/track.ts'
import { usePlayback } from '../../../state/playback.ts'
import type { usePlayhead } from './playhead.ts'

/** While it plays, the address says so often where it is. */
const TELL_EVERY_MS = 2000

export interface ToldTimeOptions {
  readonly span: Readonly<Ref<TrackSpan | null>>
  /** What there is to show is there; before that the address says what is wished, not what is seen. */
  readonly isRead: Readonly<Ref<boolean>>
  readonly playhead: Pick<ReturnType<typeof usePlayhead>, 'at' | 'playing' | 'pause' | 'seek'>
}

/** Keeps the time shown and the one in the address the same. */
export function useToldTime({ span, isRead, playhead: { at, playing, pause, seek } }: ToldTimeOptions) {
  const playback = usePlayback()
  /** The time shown as the address has it (ms since the epoch); null until there is one. */
  let told: number | null = null
  let toldAt = 0
  function tell(): void {
    toldAt = performance.now()
    told = Math.round(at.value)
    playback.set({ at: told })
  }
  watch(
    span,
    now => {
      told = playback.now?.at ?? null
      if (now) at.value = told ?? now.from
    },
    { immediate: true },
  )
  watch(
    () => playback.now?.at,
    asked => {
      if (asked == null || asked === told) return
      pause()
      seek(asked)
    },
  )
  watch([at, playing], ([now, runs]) => {
    if (isRead.value && Math.round(now) !== told && (!runs || performance.now() - toldAt > TELL_EVERY_MS)) tell()
  })
  return { tell, isTold: () => told !== null }
}
