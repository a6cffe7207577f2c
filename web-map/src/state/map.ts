import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { ThemeDef } from '../../../tiles-server/src/contract/index.ts'
import type { FeatureRef } from './ref.ts'
import type { MapView } from './url.ts'

/** What the pointer or a list picked: the reference, and where it was picked. */
export interface Picked extends FeatureRef {
  readonly at: readonly [lon: number, lat: number] | null
}

/** What the map shows: view, layers against the theme, what is selected, which list is open. */
export const useMapState = defineStore('map', () => {
  const view = ref<MapView | null>(null)
  /** West, south, east, north of the visible map; null while there is no map. */
  const bounds = ref<readonly [number, number, number, number] | null>(null)
  const overrides = ref<Readonly<Record<string, boolean>>>({})
  const theme = ref<ThemeDef | null>(null)
  const picked = ref<readonly Picked[]>([])
  const index = ref(0)
  /** What was selected last, also when nothing is any more. */
  const last = ref<Picked | null>(null)
  const list = ref<string | null>(null)
  const panel = ref(true)

  const selection = computed<Picked | null>(() => picked.value[index.value] ?? null)
  const visible = computed<Readonly<Record<string, boolean>>>(() =>
    Object.fromEntries((theme.value?.layers ?? []).map(entry => [entry.layer, overrides.value[entry.layer] ?? entry.visible])),
  )

  function toggle(layer: string): void {
    const designed = theme.value?.layers.find(entry => entry.layer === layer)?.visible ?? true
    const next = !(visible.value[layer] ?? designed)
    const rest = Object.entries(overrides.value).filter(([id]) => id !== layer)
    overrides.value = Object.fromEntries(next === designed ? rest : [...rest, [layer, next]])
  }
  function select(features: readonly Picked[], at = 0): void {
    picked.value = features
    index.value = at
    last.value = features[at] ?? last.value
  }
  const step = (by: number): void => {
    index.value = (index.value + by + picked.value.length) % Math.max(1, picked.value.length)
  }
  return { view, bounds, overrides, theme, picked, index, last, list, panel, selection, visible, toggle, select, step }
})
