import { computed, onBeforeUnmount, type Ref, watch } from 'vue'
import { bboxOf } from '../../../../../tiles-server/src/geo/index.ts'
import type { AlertInfo } from '../../../api/alerts.ts'
import type { TrackSpan } from '../../../api/track.ts'
import { drawnPlayhead, drawnTrack } from '../../../map/index.ts'
import { placeAt, type TrackFix } from '../../../state/track.ts'
import { useMap } from '../keys.ts'

const CLOSE_ZOOM = 17
/** The way behind the object goes through MapLibre's worker: so often is enough. */
const DRAW_EVERY_MS = 100
/** A movement of the map is not begun anew while it goes on. */
const FOLLOW_EVERY_MS = 450

export interface ShownTrack {
  readonly fixes: Ref<readonly TrackFix[]>
  readonly span: Ref<TrackSpan | null>
  readonly alerts: Ref<readonly AlertInfo[]>
  readonly at: Ref<number>
  readonly follow: Ref<boolean>
}

/** Draws a track and where the object is at the time shown; `place` is that. The map goes along if it is to follow. */
export function useShowTrack({ fixes, span, alerts, at, follow }: ShownTrack) {
  const map = useMap()
  const place = computed(() => placeAt(fixes.value, at.value))
  let drawnAt = Number.NEGATIVE_INFINITY
  let followedAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  function drawPlace(): void {
    timer = undefined
    drawnAt = performance.now()
    map.value?.show('playhead', drawnPlayhead(fixes.value, place.value))
  }
  function showAll(): void {
    const bounds = bboxOf({ type: 'MultiPoint', coordinates: fixes.value.map(({ lon, lat }) => [lon, lat]) })
    if (bounds) map.value?.fit(bounds, CLOSE_ZOOM)
  }
  /** Brings the object into view, if the map is to follow it. */
  function goAlong(): void {
    if (!follow.value || !place.value || performance.now() - followedAt < FOLLOW_EVERY_MS) return
    followedAt = performance.now()
    map.value?.keepInView([place.value.lon, place.value.lat])
  }

  watch([map, fixes, span, alerts], ([target, list, when, found]) => target?.show('track', when ? drawnTrack(list, when, found) : []), {
    immediate: true,
  })
  watch(
    [map, place],
    ([target, now]) => {
      target?.showPlayhead(now)
      timer ??= setTimeout(drawPlace, Math.max(0, drawnAt + DRAW_EVERY_MS - performance.now()))
    },
    { immediate: true },
  )
  // Dragged by hand, the map stays where it was dragged to.
  let release: (() => void) | undefined
  watch(
    map,
    target => {
      release?.()
      release = target?.onDragged(() => {
        follow.value = false
      })
    },
    { immediate: true },
  )
  onBeforeUnmount(() => {
    clearTimeout(timer)
    release?.()
    map.value?.show('track', [])
    map.value?.show('playhead', [])
    map.value?.showPlayhead(null)
  })
  const fix = computed(() => (place.value && fixes.value[place.value.index]) ?? null)
  return { place, fix, showAll, goAlong }
}
