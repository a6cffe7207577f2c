import { defineStore } from 'pinia'
import { ref } from 'vue'

/** What is played back: an object's positions from one time to another (ms since the epoch; null: the last hour of which there are any), and the time shown. */
export interface Playing {
  /** Empty: it is still to be said. */
  readonly object: string
  readonly from: number | null
  readonly to: number | null
  readonly at: number | null
}

const [BEFORE_MS, AROUND_MS] = [60_000, 15 * 60_000]

/** How an object came to an alert, as it is played back: from a little before the first fix behind it; RFC 3339. */
export function aroundAlert({ time, fixes }: { readonly time: string; readonly fixes: readonly { readonly time: string }[] }) {
  const [end, first] = [time, fixes[0]?.time ?? time].map(text => Date.parse(text)) as [number, number]
  const start = Math.min(end, first)
  return { from: start - AROUND_MS, to: end + AROUND_MS, at: start - BEFORE_MS }
}

/** 回放: what is played back, while it is open. */
export const usePlayback = defineStore('playback', () => {
  const now = ref<Playing | null>(null)
  /** The map goes where the track is. */
  const toShow = ref(false)
  function open(object = '', of: Partial<Omit<Playing, 'object'>> = {}): void {
    now.value = { object, from: null, to: null, at: null, ...of }
    toShow.value = true
  }
  /** What a link says. `view`: it says where to look too, and is left alone. */
  function follow(link: Playing | null, view: boolean): void {
    now.value = link
    toShow.value = !view
  }
  /** The same object, other times. */
  function set(by: Partial<Omit<Playing, 'object'>>): void {
    if (now.value) now.value = { ...now.value, ...by }
  }
  function close(): void {
    now.value = null
  }
  return { now, toShow, open, follow, set, close }
})
