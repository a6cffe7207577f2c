import { onScopeDispose, watch } from 'vue'
import { useLive } from './live.ts'

/**
 * Calls `tell` when one of the layers changed: at once for the first change after a rest, then at most every `every` milliseconds. The last change is
 * never lost.
 */
export function useOnChange(layers: () => readonly string[], tell: () => void, every: number): void {
  const live = useLive()
  let timer: ReturnType<typeof setTimeout> | undefined
  let toldAt = Number.NEGATIVE_INFINITY
  const run = (): void => {
    timer = undefined
    toldAt = performance.now()
    tell()
  }
  watch(
    () =>
      layers()
        .map(layer => live.changes[layer] ?? 0)
        .join(),
    () => {
      timer ??= setTimeout(run, Math.max(0, toldAt + every - performance.now()))
    },
  )
  onScopeDispose(() => clearTimeout(timer))
}
