import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** What is drawn as many marks with a number each: the fixes of a track, and what a backtest found. */
export const MARKED = ['track', 'backtest'] as const

/** A mark on the map, and where the pointer is (pixels of the window). */
export interface Mark {
  readonly of: (typeof MARKED)[number]
  readonly index: number
  readonly x: number
  readonly y: number
}

/** The mark under the pointer, and the one that was clicked last. */
export const useMarks = defineStore('marks', () => {
  const over = shallowRef<Mark | null>(null)
  const picked = shallowRef<Mark | null>(null)
  return { over, picked }
})
