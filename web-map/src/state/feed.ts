import { useQueryClient } from '@tanstack/vue-query'
import { onBeforeUnmount, type Ref } from 'vue'
import type { ChangeEvent, TilesEvent } from '../../../tiles-server/src/contract/index.ts'
import { openSharedFeed } from '../api/feed.ts'
import type { LayerInfo } from '../api/queries.ts'
import type { MapController } from '../map/index.ts'
import { useLive } from './live.ts'

const UNITS = new Set(['city', 'county', 'street', 'community', 'grid'])
/** Told as changes of this name; no layers. */
const LOGGED = ['alert', 'fence'] as const
/** A burst of changes asks the lists once. */
const GATHER_MS = 300

/** Joins the server's events to the page: tiles to the map, changes to the queries on screen, the connection to the status corner. */
export function useFollowFeed(map: Ref<MapController | null>): void {
  const live = useLive()
  const queries = useQueryClient()
  const touched = new Map<string, Set<string> | 'all'>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function note({ layer, op, id, seq }: ChangeEvent): void {
    live.seq = Math.max(live.seq ?? 0, seq)
    live.changedAt = Date.now()
    live.changes[layer] = (live.changes[layer] ?? 0) + 1
    const known = touched.get(layer)
    if (op === 'all' || id === null) touched.set(layer, 'all')
    else if (known !== 'all') touched.set(layer, (known ?? new Set()).add(id))
    timer ??= setTimeout(refresh, GATHER_MS)
  }

  /** An indicator changes without a change of the feed: what was worked out is told by its tiles. */
  function noteTiles({ layer }: TilesEvent): void {
    const layers = queries.getQueryData<readonly LayerInfo[]>(['layers'])
    if (layers?.find(({ id }) => id === layer)?.kind !== 'indicator') return
    live.changes[layer] = (live.changes[layer] ?? 0) + 1
    touched.set(layer, 'all')
    timer ??= setTimeout(refresh, GATHER_MS)
    void queries.invalidateQueries({ queryKey: ['coverage'] })
  }

  function refresh(): void {
    timer = undefined
    for (const kind of LOGGED) {
      if (touched.delete(kind)) for (const key of [kind, `${kind}s`]) void queries.invalidateQueries({ queryKey: [key] })
    }
    for (const [layer, ids] of touched) {
      void queries.invalidateQueries({ queryKey: ['features', layer] })
      if (UNITS.has(layer)) void queries.invalidateQueries({ queryKey: ['units'] })
      if (ids === 'all') {
        void queries.invalidateQueries({ queryKey: ['feature', layer] })
        void queries.invalidateQueries({ queryKey: ['datasets'] })
      } else for (const id of ids) void queries.invalidateQueries({ queryKey: ['feature', layer, id] })
    }
    // How many there are, and from when to when.
    if (touched.size > 0) void queries.invalidateQueries({ queryKey: ['layers'] })
    touched.clear()
  }

  const close = openSharedFeed(message => {
    switch (message.kind) {
      case 'change':
        return note(message.event)
      case 'tiles':
        noteTiles(message.event)
        return map.value?.tilesChanged(message.event)
      case 'seq':
        live.seq = message.seq
        return
      case 'reset':
        map.value?.reload()
        void queries.invalidateQueries()
        return
      case 'state':
        live.lostAt = message.state === 'lost' ? (live.lostAt ?? Date.now()) : null
        live.state = message.state
    }
  })
  onBeforeUnmount(() => {
    clearTimeout(timer)
    close()
  })
}
