import { onBeforeUnmount, onMounted } from 'vue'
import { useArea } from '../../state/area.ts'
import { useHere } from '../../state/here.ts'
import { useMapState } from '../../state/map.ts'
import { usePlayback } from '../../state/playback.ts'
import { useWatch } from '../../state/watch.ts'

/**
 * Escape closes what was opened last, one thing at a time: the tool in hand, the details, the place, the area, the alert or the fence, their panel, the list, the playback.
 */
export function useEscape(): void {
  const area = useArea()
  const here = useHere()
  const state = useMapState()
  const watched = useWatch()
  const playback = usePlayback()
  function close(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    const target = event.target as HTMLElement
    // A menu or a dialog closes itself; a field is left first.
    if (document.querySelector('dialog[open], [popover]:popover-open')) return
    if (target.matches('input:not([type=checkbox]):not([type=radio]), textarea')) target.blur()
    else if (area.tool) area.tool = null
    else if (watched.tool) watched.tool = null
    else if (state.selection) state.select([])
    else if (here.at) here.ask(null)
    else if (area.open) area.close()
    else if (watched.id !== null) watched.id = null
    else if (watched.panel) watched.close()
    else if (state.list) state.list = null
    else if (playback.now) playback.close()
  }
  onMounted(() => addEventListener('keydown', close))
  onBeforeUnmount(() => removeEventListener('keydown', close))
}
