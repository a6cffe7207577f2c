import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { LonLat } from './shape.ts'

/** Windows of the incidents around a place, in hours. */
export const HOURS = [24, 168] as const
export type Hours = (typeof HOURS)[number]

/** The place that was asked about: 此处. */
export const useHere = defineStore('here', () => {
  const at = ref<LonLat | null>(null)
  const hours = ref<Hours>(24)
  function ask(place: LonLat | null): void {
    // Ten centimetres: what the address keeps is what was asked.
    at.value = place && [Number(place[0].toFixed(6)), Number(place[1].toFixed(6))]
  }
  return { at, hours, ask }
})
