import { type Ref, watch } from 'vue'
import type { MapController } from '../../map/index.ts'
import { useArea } from '../../state/area.ts'

/** Marks on the map what the pointer is on, be it in a list or on the map. */
export function useShowPointed(map: Ref<MapController | null>): void {
  const area = useArea()
  watch(
    () => area.pointed,
    ref => {
      const geometry = ref && (ref.geometry ?? area.found[ref.layer]?.find(hit => hit.id === ref.id)?.geometry)
      map.value?.show('pointed', geometry ? [{ type: 'Feature', geometry, properties: {} }] : [])
    },
  )
}
