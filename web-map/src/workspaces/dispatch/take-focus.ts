import { nextTick, onBeforeUnmount, onMounted, watch } from 'vue'
import { useMap } from './keys.ts'

/**
 * Moves the keyboard to a panel's title when it opens or answers anew, if it was on the map that asked, and back to the map when it closes. A panel that
 * opens with a link takes the keyboard from nobody.
 */
export function useTakeFocus(title: string, asked: () => unknown): void {
  const map = useMap()
  const onMap = (): boolean => document.activeElement?.classList.contains('maplibregl-canvas') ?? false
  const take = async (): Promise<void> => {
    if (!onMap()) return
    await nextTick()
    document.getElementById(title)?.focus({ preventScroll: true })
  }
  onMounted(take)
  watch(asked, take)
  onBeforeUnmount(() => {
    const panel = document.getElementById(title)?.closest('section')
    if (panel?.contains(document.activeElement)) map.value?.focusCanvas()
  })
}
