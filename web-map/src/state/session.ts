import { defineStore } from 'pinia'
import { ref } from 'vue'

/** Whether the server wants a sign-in. `round` counts sign-ins: the page starts anew with each. */
export const useSession = defineStore('session', () => {
  const needed = ref(false)
  const round = ref(0)
  function signedIn(): void {
    needed.value = false
    round.value++
  }
  return { needed, round, signedIn }
})
