import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { FeatureCollectionOutput, FeatureOutput, LayerDef, ThemeDef } from '../../../tiles-server/src/contract/index.ts'
import type { FeatureRef } from '../state/ref.ts'
import { getJson } from './client.ts'

/** A layer's definition with what the server holds of it now. */
export interface LayerInfo extends LayerDef {
  readonly count: number
  readonly bounds: readonly [number, number, number, number] | null
  /** Earliest and latest time, RFC 3339 in UTC; null where the layer has none. */
  readonly times: readonly [string, string] | null
  readonly seq: number
}

/** One unit as navigation needs it. */
export interface UnitEntry {
  readonly id: string
  readonly code: string
  readonly name: string
  /** Layer id of its level. */
  readonly layer: string
  readonly level: number
  readonly parent: string | null
  readonly bbox: readonly [number, number, number, number] | null
  readonly households: number | null
  readonly childCount: number
}

export interface UnitAnswer {
  readonly parent: UnitEntry | null
  /** Top first. */
  readonly ancestors: readonly UnitEntry[]
  readonly units: readonly UnitEntry[]
}

const PAGE = 100

export const useLayers = () =>
  useQuery({
    queryKey: ['layers'],
    queryFn: ({ signal }) => getJson<{ layers: LayerInfo[] }>('/api/layers', signal).then(answer => answer.layers),
    staleTime: Infinity,
  })

export const useThemes = () =>
  useQuery({
    queryKey: ['themes'],
    queryFn: ({ signal }) => getJson<{ themes: ThemeDef[] }>('/api/themes', signal).then(answer => answer.themes),
    staleTime: Infinity,
  })

/** The units below `parent` with its own chain; null asks for the top ones. */
export const unitsQuery = (parent: string | null) => ({
  queryKey: ['units', parent] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    getJson<UnitAnswer>(parent === null ? '/api/units' : `/api/units?parent=${encodeURIComponent(parent)}`, signal),
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
      const params = new URLSearchParams({ filter, limit: '1' })
      return getJson<FeatureCollectionOutput>(`/api/layers/grid/features?${params}`, signal).then(page => page.features[0]?.id ?? null)
    },
    enabled: computed(() => toValue(code) !== null),
  })

export const featureQuery = (ref: FeatureRef) => ({
  queryKey: ['feature', ref.layer, ref.id] as const,
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    getJson<FeatureOutput>(`/api/layers/${ref.layer}/features/${encodeURIComponent(ref.id)}`, signal),
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
      const params = new URLSearchParams({ bbox: (toValue(bbox) ?? []).join(','), limit: String(PAGE) })
      const within = toValue(datetime)
      if (within !== null) params.set('datetime', within)
      if (pageParam !== null) params.set('cursor', pageParam)
      return getJson<FeatureCollectionOutput>(`/api/layers/${toValue(layer)}/features?${params}`, signal)
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page: FeatureCollectionOutput) => page.cursor,
    enabled: computed(() => toValue(layer) !== null && toValue(bbox) !== null),
    placeholderData: keepPreviousData,
  })
