import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { datetimeOf, type Interval, intervalOf, type TimeWindow } from './span.ts'

/** The window of time that layers with a time are seen through; none = all times. */
export const useTime = defineStore('time', () => {
  const window = ref<TimeWindow | null>(null)
  /** Features in view by layer, as the map shows them through the window; null while it shows none. */
  const counts = ref<Readonly<Record<string, number>> | null>(null)
  const interval = computed<Interval | null>(() => (window.value ? intervalOf(window.value) : null))
  const datetime = computed(() => (interval.value ? datetimeOf(interval.value) : null))
  return { window, counts, interval, datetime }
})
