import { useQueries, useQuery } from '@tanstack/vue-query'
import { computed } from 'vue'
import { aroundPoint, locate, nearest, visibleCameras } from '../../../api/geo-queries.ts'
import { featureQuery } from '../../../api/queries.ts'
import { useOnChange } from '../../../state/changes.ts'
import { useHere } from '../../../state/here.ts'
import type { LonLat } from '../../../state/shape.ts'

export const NEAR_M = 500
export const MOST_INCIDENTS = 100
const PATROLS = 5
const ON_DUTY = "status IN ('free', 'busy')"
/** More outlines would cover the map, and are not looked at. */
const MOST_BLOCKERS = 24
const EVERY_MS = 4000
const HOUR_MS = 3_600_000
const UNITS = ['city', 'county', 'street', 'community', 'grid', 'zone']

/** The four questions of "what is here", each by itself: one that fails or is slow holds up no other. They follow the changes of their layers. */
export function useHereAsks(at: () => LonLat) {
  const here = useHere()
  const units = useQuery({
    queryKey: computed(() => ['here', 'units', at()] as const),
    queryFn: ({ signal }) => locate(at(), signal),
  })
  const patrols = useQuery({
    queryKey: computed(() => ['here', 'patrols', at()] as const),
    queryFn: ({ signal }) => nearest(at(), 'patrol', PATROLS, ON_DUTY, signal),
  })
  const cameras = useQuery({
    queryKey: computed(() => ['here', 'cameras', at()] as const),
    queryFn: ({ signal }) => visibleCameras(at(), signal),
  })
  const incidents = useQuery({
    queryKey: computed(() => ['here', 'incidents', at(), here.hours] as const),
    queryFn: ({ signal }) => {
      const datetime = `${new Date(Date.now() - here.hours * HOUR_MS).toISOString()}/..`
      return aroundPoint(at(), { layer: 'incident', distance: NEAR_M, datetime, limit: MOST_INCIDENTS }, signal)
    },
  })
  const again = { cancelRefetch: false } as const
  useOnChange(
    () => UNITS,
    () => void units.refetch(again),
    EVERY_MS,
  )
  useOnChange(
    () => ['patrol'],
    () => void patrols.refetch(again),
    EVERY_MS,
  )
  useOnChange(
    () => ['camera', 'building'],
    () => void cameras.refetch(again),
    EVERY_MS,
  )
  useOnChange(
    () => ['incident'],
    () => void incidents.refetch(again),
    EVERY_MS,
  )

  const blockerIds = computed(() => {
    const blocked = cameras.data.value?.blocked ?? []
    const refs = blocked.flatMap(({ blockedBy }) => (blockedBy ? [blockedBy] : []))
    return [...new Map(refs.map(({ layer, id }) => [`${layer}/${id}`, { layer, id }])).values()].slice(0, MOST_BLOCKERS)
  })
  /** The buildings in the way, by layer/id. */
  const blockers = useQueries({
    queries: computed(() => blockerIds.value.map(ref => featureQuery(ref))),
    combine: results =>
      new Map(
        results.flatMap(({ data }, i) => {
          const ref = blockerIds.value[i]
          return data && ref ? [[`${ref.layer}/${ref.id}`, { geometry: data.geometry, properties: data.properties }]] : []
        }),
      ),
  })
  return { units, patrols, cameras, incidents, blockers }
}
