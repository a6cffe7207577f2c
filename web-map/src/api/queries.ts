import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { Schemas } from '../../api-client/index.ts'
import type { FeatureRef } from '../state/ref.ts'
import { api, dataOf } from './client.ts'

export type LayerInfo = Schemas['Layer']
export type UnitEntry = Schemas['UnitEntry']

const PAGE = 100

export const useLayers = () =>
  useQuery({
    queryKey: ['layers'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/layers', { signal })).then(answer => answer.layers),
    staleTime: Infinity,
  })

export const useThemes = () =>
  useQuery({
    queryKey: ['themes'],
    queryFn: ({ signal }) => dataOf(api.GET('/api/themes', { signal })).then(answer => answer.themes),
    staleTime: Infinity,
  })

/** The units below `parent` with its own chain; null asks for the top ones. */
export const unitsQuery = (parent: string | null) => ({
  queryKey: ['units', parent] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    dataOf(api.GET('/api/units', { params: { query: parent === null ? {} : { parent } }, signal })),
})

export const useUnits = (parent: MaybeRefOrGetter<string | null | undefined>) =>
  useQuery(
    computed(() => {
      const id = toValue(parent)
      return { ...unitsQuery(id ?? null), enabled: id !== undefined }
    }),
  )

/** The grid with this code, as a feature reference's id; null when there is none. */
export const useGridByCode = (code: MaybeRefOrGetter<string | null>) =>
  useQuery({
    queryKey: computed(() => ['features', 'grid', 'code', toValue(code)] as const),
    queryFn: ({ signal }) => {
      const filter = `code = '${(toValue(code) ?? '').replaceAll("'", "''")}'`
      const asked = { params: { path: { layer: 'grid' }, query: { filter, limit: 1 } }, signal }
      return dataOf(api.GET('/api/layers/{layer}/features', asked)).then(page => page.features[0]?.id ?? null)
    },
    enabled: computed(() => toValue(code) !== null),
  })

export const featureQuery = (ref: FeatureRef) => ({
  queryKey: ['feature', ref.layer, ref.id] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    dataOf(api.GET('/api/layers/{layer}/features/{id}', { params: { path: { ...ref } }, signal })),
})

export const useFeature = (ref: MaybeRefOrGetter<FeatureRef | null>) =>
  useQuery(
    computed(() => {
      const at = toValue(ref)
      return { ...featureQuery(at ?? { layer: '', id: '' }), enabled: at !== null }
    }),
  )

/** The features of a layer that meet `bbox`, and whose time lies in `datetime` if that is given, a page at a time. */
export const useFeaturesInView = (
  layer: MaybeRefOrGetter<string | null>,
  bbox: MaybeRefOrGetter<readonly number[] | null>,
  datetime: MaybeRefOrGetter<string | null>,
) =>
  useInfiniteQuery({
    queryKey: computed(() => ['features', toValue(layer), toValue(bbox), toValue(datetime)] as const),
    queryFn: ({ signal, pageParam }) => {
      const within = toValue(datetime)
      const query = {
        bbox: [...(toValue(bbox) ?? [])],
        limit: PAGE,
        ...(within !== null && { datetime: within }),
        ...(pageParam !== null && { cursor: pageParam }),
      }
      return dataOf(api.GET('/api/layers/{layer}/features', { params: { path: { layer: toValue(layer)! }, query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: Schemas['FeatureCollection']) => page.cursor,
    enabled: computed(() => toValue(layer) !== null && toValue(bbox) !== null),
    placeholderData: keepPreviousData,
  })
