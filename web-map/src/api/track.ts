import { useQuery } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { Schemas } from '../../api-client/index.ts'
import type { TrackFix } from '../state/track.ts'
import type { AlertInfo } from './alerts.ts'
import { api, dataOf } from './client.ts'

/** More fixes than these are not read: a map of more shows nothing. */
export const MOST_FIXES = 100_000
const PAGE = 10_000
const MOST_ALERTS = 1000
/** So many objects are offered by name. */
const MOST_OFFERED = 30

/** Times in ms since the epoch. */
export interface TrackSpan {
  readonly from: number
  readonly to: number
}

/** What was read of a track. */
export interface TrackRead {
  readonly fixes: readonly TrackFix[]
  /** Fixes that are implausible by themselves (from the future, at 0, 0): no part of the way. */
  readonly leftOut: number
  /** There is more than was read. */
  readonly cut: boolean
}

/** As it stands between quotes in CQL2. */
const quoted = (text: string): string => text.replaceAll("'", "''")
const iso = (time: number): string => new Date(time).toISOString()

/** The time of an object's latest position; null where none is kept. Rejects with ApiError, as all here. */
export async function latestOf(object: string, signal: AbortSignal): Promise<number | null> {
  const { positions } = await dataOf(api.GET('/api/positions', { params: { query: { object: [object], limit: 1 } }, signal }))
  return positions[0] ? Date.parse(positions[0].time) : null
}

/** The fixes of an object from one time to another, at most `MOST_FIXES`; `onPage` is told how far it is as they come. */
export async function readTrack(
  object: string,
  { from, to }: TrackSpan,
  onPage: (read: TrackRead) => void,
  signal: AbortSignal,
): Promise<TrackRead> {
  const fixes: TrackFix[] = []
  let leftOut = 0
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const query = { from: iso(from), to: iso(to), limit: PAGE, ...(cursor !== null && { cursor }) }
    const call = api.GET('/api/positions/{object}', {
      params: { path: { object }, query },
      headers: { accept: 'application/json' },
      signal,
    })
    const page = (await dataOf(call)) as Schemas['Track']
    for (const { time, lon, lat, accuracy, speed, heading, flags } of page.positions) {
      if (flags.length > 0) leftOut++
      else fixes.push({ time: Date.parse(time), lon, lat, accuracy, speed, heading })
    }
    cursor = page.cursor
    const read = { fixes: [...fixes], leftOut, cut: cursor !== null }
    if (cursor === null || fixes.length + leftOut >= MOST_FIXES) return read
    onPage(read)
  }
  throw new Error('unreachable')
}

/** The alerts of an object in that time, oldest first; those that were withdrawn are left out. `cut`: there are earlier ones than these. */
export const useTrackAlerts = (of: MaybeRefOrGetter<(TrackSpan & { readonly object: string }) | null>) =>
  useQuery({
    queryKey: computed(() => ['alerts', 'track', toValue(of)] as const),
    queryFn: async ({ signal }): Promise<{ alerts: AlertInfo[]; cut: boolean }> => {
      const { object, from, to } = toValue(of)!
      const query = { object, from: iso(from), to: iso(to), withdrawn: 'false' as const, limit: MOST_ALERTS }
      const page = await dataOf(api.GET('/api/alerts', { params: { query }, signal }))
      return { alerts: page.alerts.reverse(), cut: page.cursor !== null }
    },
    enabled: computed(() => toValue(of) !== null),
  })

/** An object that has reported, and what it is called where that is known. */
export interface OfferedObject {
  readonly id: string
  readonly name: string | null
}

/** What an object is called, if it is a patrol. */
export const usePatrolName = (object: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['features', 'patrol', 'id', toValue(object)] as const),
    queryFn: async ({ signal }): Promise<string | null> => {
      const query = { filter: `id = '${quoted(toValue(object))}'`, limit: 1 }
      const page = await dataOf(api.GET('/api/layers/{layer}/features', { params: { path: { layer: 'patrol' }, query }, signal }))
      const name = page.features[0]?.properties.name
      return typeof name === 'string' ? name : null
    },
    enabled: computed(() => toValue(object) !== ''),
  })

/** Objects to play back: patrols with a text in their name, and whoever reports under exactly that id; without a text those in a box. */
export const useOfferedObjects = (of: MaybeRefOrGetter<{ text: string; bbox: readonly [number, number, number, number] | null } | null>) =>
  useQuery({
    queryKey: computed(() => ['offered-objects', toValue(of)] as const),
    queryFn: async ({ signal }): Promise<OfferedObject[]> => {
      const { text, bbox } = toValue(of)!
      const box = text === '' && bbox ? { bbox: [...bbox] } : {}
      const query = { ...box, ...(text !== '' && { object: [text] }), limit: MOST_OFFERED }
      const like = quoted(text.replace(/[\\%_]/g, mark => `\\${mark}`))
      const named = { ...(text === '' ? box : { filter: `name LIKE '%${like}%' OR id LIKE '${like}%'` }), limit: MOST_OFFERED }
      // Whoever may not read the patrols is offered ids without names.
      const [reporting, patrols] = await Promise.all([
        dataOf(api.GET('/api/positions', { params: { query }, signal })),
        dataOf(api.GET('/api/layers/{layer}/features', { params: { path: { layer: 'patrol' }, query: named }, signal })).catch(() => null),
      ])
      const names = new Map((patrols?.features ?? []).map(({ id, properties }) => [id, String(properties.name ?? id)]))
      const ids = new Set([...reporting.positions.map(({ object }) => object), ...names.keys()])
      return [...ids].map(id => ({ id, name: names.get(id) ?? null }))
    },
    enabled: computed(() => toValue(of) !== null),
    staleTime: 30_000,
  })
