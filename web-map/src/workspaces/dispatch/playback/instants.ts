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
    minuteText: (time: number): string => `${formats.value.day.format(time)} ${formats.value.minute.format(time)}`,
    tickText: ({ time, of }: ClockTick): string => formats.value[of].format(time),
  }
}

/** As the browser's own field for a local time wants it, to the second. */
export function toField(time: number): string {
  const date = new Date(time)
  const two = (n: number): string => String(n).padStart(2, '0')
  const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-')
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':')}`
}

/** The instant a field says; null where it says none. */
export const fromField = (text: string): number | null => (Number.isNaN(Date.parse(text)) ? null : Date.parse(text))
