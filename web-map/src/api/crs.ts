import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { getJson } from './client.ts'

export interface CrsEntry {
  readonly name: string
  readonly title: string
}

/** Coordinate systems whose name, number or title has the words. */
export const useCrs = (words: MaybeRefOrGetter<string>) =>
  useQuery(
    computed(() => {
      const q = toValue(words).trim()
      return {
        queryKey: ['crs', q] as const,
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          getJson<{ crs: CrsEntry[] }>(`/api/crs?${new URLSearchParams({ q })}`, signal).then(answer => answer.crs),
        placeholderData: (previous: CrsEntry[] | undefined) => previous,
        staleTime: Infinity,
      }
    }),
  )
