import { type Ref, ref } from 'vue'

function media(query: string): Ref<boolean> {
  const list = matchMedia(query)
  const matches = ref(list.matches)
  list.addEventListener('change', event => {
    matches.value = event.matches
  })
  return matches
}

export const usePreferredDark = (): Ref<boolean> => media('(prefers-color-scheme: dark)')

export const useReducedMotion = (): Ref<boolean> => media('(prefers-reduced-motion: reduce)')

/** Below this width the layer panel and the sheet take turns, so that panels never cover more than a third of the map. */
export const useNarrow = (): Ref<boolean> => media('(max-width: 1279px)')

/** Below this width a long answer and the layer panel together would cover more than a third of the map. */
export const useTight = (): Ref<boolean> => media('(max-width: 1599px)')
