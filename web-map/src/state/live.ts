import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { FeedState } from '../api/feed.ts'

/** How current the page is. */
export const useLive = defineStore('live', () => {
  const state = ref<FeedState>('connecting')
  /** Sequence number of the last change heard of. */
  const seq = ref<number | null>(null)
  /** When the last change arrived, and since when the connection is away (ms since the epoch). */
  const changedAt = ref<number | null>(null)
  const lostAt = ref<number | null>(null)
  /** By layer, how many changes were heard of. */
  const changes = ref<Record<string, number>>({})
  return { state, seq, changedAt, lostAt, changes }
})
