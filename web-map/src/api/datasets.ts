import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { Schemas } from '../../api-client/index.ts'
import { api, dataOf } from './client.ts'

export const useDatasets = () =>
  useQuery({
    queryKey: ['datasets'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/datasets', { signal })).then(answer => answer.datasets),
  })

export const useDataset = (layer: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['datasets', toValue(layer)] as const),
    queryFn: ({ signal }) => dataOf(api.GET('/api/datasets/{layer}', { params: { path: { layer: toValue(layer) } }, signal })),
  })

/** `force` goes back although features were edited since. */
export const revertDataset = (layer: string, to: number, force = false): Promise<unknown> =>
  api.POST('/api/datasets/{layer}/revert', { params: { path: { layer } }, body: { to, ...(force ? { force } : {}) } })

export const removeDataset = (layer: string): Promise<unknown> => api.DELETE('/api/datasets/{layer}', { params: { path: { layer } } })

/** Writes to a data set; what the page shows of layers and data sets is asked for anew afterwards. */
export function useDatasetWrites() {
  const queries = useQueryClient()
  const onSettled = () => Promise.all([['datasets'], ['layers'], ['features']].map(queryKey => queries.invalidateQueries({ queryKey })))
  const describe = useMutation({
    mutationFn: ({ layer, about }: { layer: string; about: Schemas['DatasetPatch'] }) =>
      api.PATCH('/api/datasets/{layer}', { params: { path: { layer } }, body: about }),
    onSettled,
  })
  const revert = useMutation({
    mutationFn: ({ layer, to, force }: { layer: string; to: number; force?: boolean }) => revertDataset(layer, to, force),
    onSettled,
  })
  const remove = useMutation({
    mutationFn: removeDataset,
    onSettled,
  })
  return { describe, revert, remove }
}
