import { keepPreviousData, useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import { api, dataOf } from './client.ts'

const PROGRESS_MS = 1_000

/**
 * What cameras have in view of the unit with a code, or of the one on top (undefined); null asks for nothing. Asked again while figures are being worked
 * out; after that the stream tells.
 */
export const useCoverage = (code: MaybeRefOrGetter<string | null | undefined>) =>
  useQuery({
    queryKey: computed(() => ['coverage', toValue(code)] as const),
    queryFn: ({ signal }) => {
      const unit = toValue(code)
      return dataOf(api.GET('/api/cameras/coverage', { params: { query: unit ? { unit } : {} }, signal }))
    },
    enabled: computed(() => toValue(code) !== null),
    refetchInterval: query => (query.state.data?.state === 'computing' ? PROGRESS_MS : false),
    placeholderData: keepPreviousData,
  })
