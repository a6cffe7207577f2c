import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { AlertStatus, Detect, Severity } from '../../../tiles-server/src/contract/index.ts'
import type { Shape, Tool } from './shape.ts'

/** In place of an id: a fence that is being made. */
export const NEW = 'new'

/** What is watched over: 预警 and 围栏. */
export const WATCHES = ['alerts', 'fences'] as const
export type WatchPanel = (typeof WATCHES)[number]

// The lists of the contract would bring its schemas along.
export const STATUSES = ['open', 'acknowledged', 'assigned', 'closed'] as const satisfies readonly AlertStatus[]
/** The worst first. */
export const SEVERITIES = ['critical', 'major', 'minor', 'info'] as const satisfies readonly Severity[]
export const DETECTIONS = [
  'enter',
  'exit',
  'cross',
  'dwell',
  'loiter',
  'crowd',
  'absent',
  'silent',
  'speed',
  'corridor',
] as const satisfies readonly Detect[]

/** Which panel is open, and the alert or fence that is open in it. */
export interface Watched {
  readonly panel: WatchPanel
  readonly id: string | null
}

/** What the list of alerts is narrowed to; null = all. */
export interface AlertFilter {
  readonly status: AlertStatus | null
  readonly severity: Severity | null
  readonly transition: Detect | null
  readonly fence: string | null
  /** Those of dry runs in place of the real ones. */
  readonly dryRun: boolean
}

export const useWatch = defineStore('watch', () => {
  const panel = ref<WatchPanel | null>(null)
  const id = ref<string | null>(null)
  /** Dispatchers come for what nobody has looked at yet. */
  const filter = ref<AlertFilter>({ status: 'open', severity: null, transition: null, fence: null, dryRun: false })

  /** The tool that draws a zone, and what it drew last. */
  const tool = ref<Tool | null>(null)
  const drawn = shallowRef<Shape | null>(null)

  /** A table of what a backtest found lies at the foot of the map, or its head alone. */
  const docked = ref<'open' | 'folded' | null>(null)

  function open(next: WatchPanel, of: string | null = null): void {
    panel.value = next
    id.value = of
    tool.value = null
  }
  function close(): void {
    panel.value = null
    id.value = null
    tool.value = null
  }
  const narrow = (by: Partial<AlertFilter>): void => {
    filter.value = { ...filter.value, ...by }
  }
  return { panel, id, filter, tool, drawn, docked, open, close, narrow }
})
