import { useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { FenceInput } from '../../../tiles-server/src/contract/index.ts'
import type { Schemas } from '../../api-client/index.ts'
import { ApiError, api, dataOf } from './client.ts'
import type { FenceInfo } from './fences.ts'

type Body = Schemas['FenceInput']

/** A fence with the tag that a change of it must show. */
export interface TaggedFence {
  readonly fence: FenceInfo
  readonly tag: string
}

async function taggedFence(fence: string, signal?: AbortSignal): Promise<TaggedFence> {
  const { data, response } = await api.GET('/api/fences/{fence}', { params: { path: { fence } }, ...(signal && { signal }) })
  return { fence: data!, tag: response.headers.get('etag') ?? '' }
}

export const useFence = (id: MaybeRefOrGetter<string | null>) =>
  useQuery({
    queryKey: computed(() => ['fence', toValue(id)] as const),
    queryFn: ({ signal }) => taggedFence(toValue(id)!, signal),
    enabled: computed(() => toValue(id) !== null),
    // One that was left is read anew when it is opened again: what is written begins with how it is now.
    gcTime: 0,
  })

export const useFenceTemplates = () =>
  useQuery({
    queryKey: ['fence-templates'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/fence-templates', { signal })).then(answer => answer.templates),
    staleTime: Infinity,
  })

/** The latest versions of a fence, newest first. */
export const useFenceVersions = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['fence', toValue(id), 'versions'] as const),
    queryFn: ({ signal }) =>
      dataOf(api.GET('/api/fences/{fence}/versions', { params: { path: { fence: toValue(id) }, query: { limit: 20 } }, signal })),
  })

/** A fence as it was saved, with the tag that the next change must show. */
export interface SavedFence {
  readonly saved: Schemas['FenceSaved']
  readonly tag: string
}

const savedOf = async (call: Promise<{ readonly data?: Schemas['FenceSaved']; readonly response: Response }>): Promise<SavedFence> => {
  const { data, response } = await call
  return { saved: data!, tag: response.headers.get('etag') ?? '' }
}

/** Writes to fences; all reject with ApiError, stale-version where somebody else was faster. */
export function useFenceWrites() {
  const queries = useQueryClient()
  const settled = (): void => {
    for (const key of ['fence', 'fences']) void queries.invalidateQueries({ queryKey: [key] })
  }
  async function done<T>(work: Promise<T>): Promise<T> {
    try {
      return await work
    } finally {
      settled()
    }
  }
  const put = (id: string, body: Body, tag: string) =>
    api.PUT('/api/fences/{fence}', { params: { path: { fence: id }, header: { 'If-Match': tag } }, body })

  return {
    create: (input: FenceInput) => done(savedOf(api.POST('/api/fences', { body: input as Body }))),
    replace: (id: string, input: FenceInput, tag: string) => done(savedOf(put(id, input as Body, tag))),
    /** Switches a fence that is still as it was listed. */
    switchTo: (listed: FenceInfo, to: Pick<FenceInfo, 'enabled' | 'dryRun'>) =>
      done(
        taggedFence(listed.id).then(({ fence, tag }) => {
          if (fence.version !== listed.version) throw new ApiError(412, 'stale-version', 'somebody else changed the fence')
          return put(fence.id, { ...fence, ...to }, tag)
        }),
      ),
    remove: (id: string, tag: string) =>
      done(api.DELETE('/api/fences/{fence}', { params: { path: { fence: id }, header: { 'If-Match': tag } } })),
  }
}
