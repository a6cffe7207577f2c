import { useQuery } from '@tanstack/vue-query'
import type { Geometry } from 'geojson'
import { computed, onBeforeUnmount, type Ref, watch } from 'vue'
import type { FenceZone } from '../../../../../tiles-server/src/contract/index.ts'
import { bboxOf } from '../../../../../tiles-server/src/geo/index.ts'
import type { AlertInfo } from '../../../api/alerts.ts'
import { useFenceVersion } from '../../../api/fences.ts'
import { useFeature } from '../../../api/queries.ts'
import { drawnAlert } from '../../../map/index.ts'
import { useMapState } from '../../../state/map.ts'
import { LAYER_ID } from '../../../state/ref.ts'
import { useMap } from '../keys.ts'
import { drawnZone } from './drawn-zone.ts'

const CLOSE_ZOOM = 17

/** Draws an alert on the map and brings it into view once: its zone, its fixes, its place. */
export function useShowAlert(alert: Ref<AlertInfo | undefined>) {
  const map = useMap()
  const state = useMapState()
  const isDrawn = computed(() => alert.value?.zone.startsWith('geometry/') ?? false)
  const feature = useFeature(() => {
    const [layer = '', ...id] = (alert.value?.zone ?? '').split('/')
    return isDrawn.value || !LAYER_ID.test(layer) ? null : { layer, id: id.join('/') }
  })
  const version = useFenceVersion(() =>
    alert.value && isDrawn.value ? { fence: alert.value.fence, version: alert.value.fenceVersion } : null,
  )
  const drawn = useQuery({
    queryKey: computed(() => ['drawn-zone', alert.value?.fence, alert.value?.fenceVersion, alert.value?.zone] as const),
    queryFn: () => drawnZone(version.data.value!.zones as readonly FenceZone[], alert.value!.zone, alert.value!.zoneName),
    enabled: computed(() => isDrawn.value && Boolean(version.data.value)),
    staleTime: Infinity,
  })
  const zone = computed<Geometry | null>(() => (isDrawn.value ? (drawn.data.value ?? null) : (feature.data.value?.geometry ?? null)))
  /** It was asked for, and is not there. */
  const isKnown = computed(() =>
    isDrawn.value
      ? drawn.isFetched.value || version.isError.value || version.data.value === null
      : feature.isFetched.value && !feature.isFetching.value,
  )
  const features = computed(() => (alert.value ? drawnAlert(alert.value, zone.value) : []))

  function zoom(): void {
    const boxes = features.value.map(({ geometry }) => bboxOf(geometry)).filter(box => box !== null)
    if (boxes.length === 0) return
    const edge = (side: number): number => Math[side < 2 ? 'min' : 'max'](...boxes.map(box => box[side]!))
    map.value?.fit([edge(0), edge(1), edge(2), edge(3)], CLOSE_ZOOM)
  }

  watch([map, features], ([target, shown]) => target?.show('alert', shown), { immediate: true })
  // A link that says where to look is left alone.
  let isShown = state.view !== null && map.value === null
  watch(
    [map, isKnown],
    ([target, known]) => {
      if (isShown || !target || !known || !alert.value) return
      isShown = true
      zoom()
    },
    { immediate: true },
  )
  onBeforeUnmount(() => map.value?.show('alert', []))
  return { zoom, isZoneGone: computed(() => isKnown.value && zone.value === null) }
}
