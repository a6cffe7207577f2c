import { readonly, ref } from 'vue'

const now = ref(Date.now())
setInterval(() => {
  now.value = Date.now()
}, 5000)

/** The present, moved on every five seconds, so that "3 minutes ago" stays true. */
export const useNow = () => readonly(now)
