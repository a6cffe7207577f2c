import { onBeforeUnmount, onMounted, type Ref } from 'vue'

export interface PlaybackKeys {
  readonly strip: Readonly<Ref<HTMLElement | null>>
  readonly toggle: () => void
  readonly step: (by: -1 | 1) => void
}

/** Space plays and the arrows go from fix to fix, in the strip and where the keyboard is on nothing else; on the map the arrows move the map. */
export function usePlaybackKeys({ strip, toggle, step }: PlaybackKeys): void {
  function onKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
    const isMap = target.matches('.maplibregl-canvas')
    const isOurs = isMap || target === document.body || (strip.value?.contains(target) ?? false)
    if (!isOurs || target.matches('input:not([type=range]), select, textarea')) return
    if (event.key === ' ' && !target.matches('button, summary, a')) toggle()
    else if (event.key === 'ArrowLeft' && !isMap) step(-1)
    else if (event.key === 'ArrowRight' && !isMap) step(1)
    else return
    event.preventDefault()
  }
  onMounted(() => addEventListener('keydown', onKey))
  onBeforeUnmount(() => removeEventListener('keydown', onKey))
}
