import { onScopeDispose, type Ref, ref, watch } from 'vue'

const SETTLE_MS = 200

/** A value once it has stayed the same for a moment; the first one at once. */
export function useSettled<T>(source: () => T): Readonly<Ref<T>> {
  const settled = ref(source()) as Ref<T>
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(source, next => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      settled.value = next
    }, SETTLE_MS)
  })
  onScopeDispose(() => clearTimeout(timer))
  return settled
}
