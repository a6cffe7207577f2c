import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { usePreferredDark } from './media.ts'
import { LANGS, type Lang, SCHEMES, type SchemeChoice } from './url.ts'

const KEYS = { lang: 'zongtu-lang', scheme: 'zongtu-scheme' } as const

/** Language and appearance: the link decides, then what was chosen here before, then the browser. */
export const useSettings = defineStore('settings', () => {
  const lang = ref<Lang>(stored(KEYS.lang, LANGS) ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'))
  const choice = ref<SchemeChoice>(stored(KEYS.scheme, SCHEMES) ?? 'auto')
  const prefersDark = usePreferredDark()
  const scheme = computed(() => (choice.value === 'auto' ? (prefersDark.value ? 'dark' : 'light') : choice.value))
  function setLang(next: Lang): void {
    lang.value = next
    keep(KEYS.lang, next)
  }
  function setScheme(next: SchemeChoice): void {
    choice.value = next
    keep(KEYS.scheme, next)
  }
  return { lang, choice, scheme, setLang, setScheme }
})

// Storage may be refused (private windows, policies): the choice then lasts as long as the page.
function stored<T extends string>(key: string, allowed: readonly T[]): T | null {
  try {
    return allowed.find(value => value === localStorage.getItem(key)) ?? null
  } catch {
    return null
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // As above.
  }
}
