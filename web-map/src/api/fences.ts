import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { Schemas } from '../../api-client/index.ts'
import { api, dataOf } from './client.ts'

export type FenceInfo = Schemas['Fence']
type FenceVersion = Schemas['FenceVersions']['versions'][number]

const PAGE = 1000

/** All fences, in the order in which they were made. */
export const useFenceList = () =>
  useQuery({
    queryKey: ['fences', 'list'],
    queryFn: async ({ signal }) => {
      const fences: FenceInfo[] = []
      for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
        const query: { limit: number; cursor?: string } = { limit: PAGE, ...(cursor !== null && { cursor }) }
        const page: Schemas['FenceList'] = await dataOf(api.GET('/api/fences', { params: { query }, signal }))
        fences.push(...page.fences)
        cursor = page.cursor
      }
      return fences
    },
  })

/** What a fence said as a version; undefined where there is none. Also of a fence that was removed. */
async function fenceVersion(fence: string, version: number, signal: AbortSignal): Promise<FenceVersion | undefined> {
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const query: { limit: number; cursor?: string } = { limit: PAGE, ...(cursor !== null && { cursor }) }
    const page: Schemas['FenceVersions'] = await dataOf(
      api.GET('/api/fences/{fence}/versions', { params: { path: { fence }, query }, signal }),
    )
    const found = page.versions.find(candidate => candidate.version === version)
    if (found) return found
    cursor = page.cursor
  }
  return undefined
}

/** A version says the same for ever. */
export const useFenceVersion = (of: MaybeRefOrGetter<{ fence: string; version: number } | null>) =>
  useQuery({
    queryKey: computed(() => ['fence-version', toValue(of)] as const),
    queryFn: async ({ signal }) => {
      const { fence, version } = toValue(of)!
      return (await fenceVersion(fence, version, signal)) ?? null
    },
    staleTime: Infinity,
    enabled: computed(() => toValue(of) !== null),
  })
