import { useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { DatasetInfo, LayerVersion } from '../../../tiles-server/src/contract/index.ts'
import { getJson, postJson, request, withBody } from './client.ts'

/** A data set with its versions, newest first. */
export interface DatasetHistory extends DatasetInfo {
  readonly versions: readonly LayerVersion[]
}

const path = (layer: string): string => `/api/datasets/${encodeURIComponent(layer)}`

export const useDatasets = () =>
  useQuery({
    queryKey: ['datasets'],
    queryFn: ({ signal }) => getJson<{ datasets: DatasetInfo[] }>('/api/datasets', signal).then(answer => answer.datasets),
  })

export const useDataset = (layer: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['datasets', toValue(layer)] as const),
    queryFn: ({ signal }) => getJson<DatasetHistory>(path(toValue(layer)), signal),
  })

export interface About {
  readonly title?: string
  readonly source?: string
  /** Null takes it away. */
  readonly licence?: string | null
}

/** `force` goes back although features were edited since. */
export const revertDataset = (layer: string, to: number, force = false): Promise<unknown> =>
  postJson(`${path(layer)}/revert`, { to, ...(force ? { force } : {}) })

export const removeDataset = (layer: string): Promise<unknown> => request(path(layer), { method: 'DELETE' })

/** Writes to a data set; what the page shows of layers and data sets is asked for anew afterwards. */
export function useDatasetWrites() {
  const queries = useQueryClient()
  const onSettled = () => Promise.all([['datasets'], ['layers'], ['features']].map(queryKey => queries.invalidateQueries({ queryKey })))
  const describe = useMutation({
    mutationFn: ({ layer, about }: { layer: string; about: About }) => request(path(layer), withBody('PATCH', about)),
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
