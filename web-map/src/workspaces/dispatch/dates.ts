import { computed } from 'vue'
import { useSettings } from '../../state/settings.ts'
import type { Interval } from '../../state/span.ts'
import { midnight } from '../../state/span.ts'
import type { Tick } from './ticks.ts'

/** Days as the time strip writes them, in the UI's language and the browser's zone. */
export function useDates() {
  const settings = useSettings()
  const dayFormat = computed(
    () =>
      new Intl.DateTimeFormat(settings.lang, {
        year: 'numeric',
        month: settings.lang === 'en' ? 'short' : '2-digit',
        day: '2-digit',
        weekday: 'short',
      }),
  )
  const daysFormat = computed(
    () => new Intl.DateTimeFormat(settings.lang, { year: 'numeric', month: settings.lang === 'en' ? 'short' : '2-digit', day: '2-digit' }),
  )
  const tickFormats = computed(() => ({
    day: new Intl.DateTimeFormat(settings.lang, { month: 'short', day: 'numeric' }),
    month: new Intl.DateTimeFormat(settings.lang, { month: 'short' }),
    year: new Intl.DateTimeFormat(settings.lang, { year: 'numeric' }),
  }))
  /** First and last day; one day with its weekday. */
  function rangeText({ from, to }: Interval): string {
    const last = midnight(to - 1)
    if (last === midnight(from)) return dayFormat.value.format(from)
    return `${daysFormat.value.format(from)} – ${daysFormat.value.format(last)}`
  }
  const tickText = ({ time, of }: Tick): string => tickFormats.value[of].format(time)
  return { rangeText, tickText }
}
