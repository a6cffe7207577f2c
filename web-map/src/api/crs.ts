import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { Schemas } from '../../api-client/index.ts'
import { api, dataOf } from './client.ts'

/** Coordinate systems whose name, number or title has the words. */
export const useCrs = (words: MaybeRefOrGetter<string>) =>
  useQuery(
    computed(() => {
      const q = toValue(words).trim()
      return {
        queryKey: ['crs', q] as const,
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          dataOf(api.GET('/api/crs', { params: { query: { q } }, signal })).then(answer => answer.crs),
        placeholderData: (previous: Schemas['Crs'][] | undefined) => previous,
        staleTime: Infinity,
      }
    }),
  )
