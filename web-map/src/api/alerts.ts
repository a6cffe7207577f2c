import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/vue-query'
import { computed, type MaybeRefOrGetter, toValue } from 'vue'
import type { Schemas } from '../../api-client/index.ts'
import type { AlertFilter } from '../state/watch.ts'
import { api, dataOf } from './client.ts'

export type AlertInfo = Schemas['Alert']

/** What can be done about an alert; `text` is who it is for, the note, or why it is closed. */
export interface AlertStep {
  readonly action: 'ack' | 'assign' | 'note' | 'close' | 'reopen'
  readonly text: string
}

const PAGE = 50
/** More than these are not counted on screen. */
export const MOST_COUNTED = 100

/** The newest situations nobody has looked at yet, at most `MOST_COUNTED`. */
export const useOpenAlerts = () =>
  useQuery({
    queryKey: ['alerts', 'open'],
    queryFn: ({ signal }) => {
      const query = { status: 'open' as const, withdrawn: 'false' as const, group: 'situation' as const, limit: MOST_COUNTED }
      return dataOf(api.GET('/api/alerts', { params: { query }, signal }))
    },
  })

/** Situations, newest first, a page at a time. Of open ones those that were withdrawn are left out: there is nothing to do about them. */
export const useAlertList = (filter: MaybeRefOrGetter<AlertFilter>) =>
  useInfiniteQuery({
    queryKey: computed(() => ['alerts', 'list', toValue(filter)] as const),
    queryFn: ({ signal, pageParam }) => {
      const { status, severity, transition, fence, dryRun } = toValue(filter)
      const query = {
        group: 'situation' as const,
        limit: PAGE,
        dryRun: dryRun ? ('true' as const) : ('false' as const),
        ...(status && { status }),
        ...(status === 'open' && { withdrawn: 'false' as const }),
        ...(severity && { severity }),
        ...(transition && { transition }),
        ...(fence && { fence }),
        ...(pageParam !== null && { cursor: pageParam }),
      }
      return dataOf(api.GET('/api/alerts', { params: { query }, signal }))
    },
    initialPageParam: null as string | null,
    getNextPageParam: page => page.cursor,
    placeholderData: keepPreviousData,
  })

export const useAlert = (id: MaybeRefOrGetter<string>) =>
  useQuery({
    queryKey: computed(() => ['alert', toValue(id)] as const),
    queryFn: ({ signal }) => dataOf(api.GET('/api/alerts/{alert}', { params: { path: { alert: toValue(id) } }, signal })),
  })

/** Does something about an alert; it is shown as the server answers it, the lists ask again. Rejects with ApiError, alert-status where another was faster. */
export function useAlertStep(id: MaybeRefOrGetter<string>) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (step: AlertStep) => dataOf(send(toValue(id), step)),
    onSuccess: alert => queries.setQueryData(['alert', alert.id], alert),
    // Not waited for: what was done is done.
    onSettled: () => {
      for (const key of ['alert', 'alerts']) void queries.invalidateQueries({ queryKey: [key] })
    },
  })
}

function send(alert: string, { action, text }: AlertStep): Promise<{ readonly data?: AlertInfo }> {
  const params = { path: { alert } }
  switch (action) {
    case 'ack':
      return api.POST('/api/alerts/{alert}/ack', { params })
    case 'reopen':
      return api.POST('/api/alerts/{alert}/reopen', { params })
    case 'assign':
      return api.POST('/api/alerts/{alert}/assign', { params, body: { to: text } })
    case 'note':
      return api.POST('/api/alerts/{alert}/note', { params, body: { text } })
    case 'close':
      return api.POST('/api/alerts/{alert}/close', { params, body: text === '' ? {} : { reason: text } })
  }
}
