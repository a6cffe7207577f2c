import type { Geometry } from 'geojson'
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { FoundFeature } from '../../../tiles-server/src/contract/index.ts'
import type { Narrowing } from './asked.ts'
import type { FeatureRef } from './ref.ts'
import { formatShape, parseShape, type Shape, type Tool } from './shape.ts'

/** What the pointer is on, with its geometry where a list knows it. */
export interface Pointed extends FeatureRef {
  readonly geometry?: Geometry | null
}

/** The area query: its shape, the layers it asks and what is going on with it. */
export const useArea = defineStore('area', () => {
  const open = ref(false)
  const shape = ref<Shape | null>(null)
  /** Layers asked; null = as many of the visible ones as make sense. */
  const layers = ref<readonly string[] | null>(null)
  const narrowing = ref<Narrowing>({})
  /** Areas and lines count only if wholly inside. */
  const whole = ref(false)
  /** The tool in hand, and what it has drawn so far. */
  const tool = ref<Tool | null>(null)
  const sketch = ref<Shape | null>(null)
  /** The result the pointer is on, in the list or on the map. */
  const pointed = shallowRef<Pointed | null>(null)
  /** What was found so far, by layer; and the layers of which there is more. */
  const found = shallowRef<Readonly<Record<string, readonly FoundFeature[]>>>({})
  const unfinished = ref<readonly string[]>([])

  function take(next: Tool): void {
    open.value = true
    tool.value = next
  }
  function set(next: Shape | null): void {
    // What the address keeps is what is asked.
    shape.value = next && (parseShape(formatShape(next)) ?? next)
    tool.value = null
    sketch.value = null
    if (next) open.value = true
  }
  function close(): void {
    set(null)
    open.value = false
    pointed.value = null
  }
  function report(layer: string, hits: readonly FoundFeature[] | null, more: boolean): void {
    const { [layer]: _, ...others } = found.value
    found.value = hits ? { ...others, [layer]: hits } : others
    unfinished.value = [...unfinished.value.filter(id => id !== layer), ...(more ? [layer] : [])]
  }
  return { open, shape, layers, narrowing, whole, tool, sketch, pointed, found, unfinished, take, set, close, report }
})
