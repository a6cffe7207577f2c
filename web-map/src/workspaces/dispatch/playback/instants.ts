import { computed } from 'vue'
import { useSettings } from '../../../state/settings.ts'
import type { ClockTick } from './clock-ticks.ts'

/** Instants as the playback writes them, in the UI's language and the browser's zone. */
export function useInstants() {
  const settings = useSettings()
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const formats = computed(() => ({
    second: new Intl.DateTimeFormat(settings.lang, { ...clock, second: '2-digit' }),
    minute: new Intl.DateTimeFormat(settings.lang, clock),
    day: new Intl.DateTimeFormat(settings.lang, { month: settings.lang === 'en' ? 'short' : 'numeric', day: 'numeric' }),
    full: new Intl.DateTimeFormat(settings.lang, {
      year: 'numeric',
      month: settings.lang === 'en' ? 'short' : '2-digit',
      day: '2-digit',
    }),
  }))
  return {
    dayText: (time: number): string => formats.value.full.format(time),
    clockText: (time: number): string => formats.value.second.format(time),
    tickText: ({ time, of }: ClockTick): string => formats.value[of].format(time),
  }
}
