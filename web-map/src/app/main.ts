import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import 'element-plus/theme-chalk/base.css'
import { ApiError, onUnauthorized } from '../api/client.ts'
import { i18n } from '../i18n/index.ts'
import { keepLink } from '../state/link.ts'
import { useSession } from '../state/session.ts'
import '../ui/theme.css'
import App from './App.vue'

const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The stream says when something changed; coming back to the window is no reason to ask again.
      refetchOnWindowFocus: false,
      staleTime: 60_000,
      // What the server explained will not change by asking again; silence may.
      retry: (count, error) => error instanceof ApiError && error.status === 0 && count < 3,
    },
  },
})

const app = createApp(App)
app.use(createPinia())
app.use(VueQueryPlugin, { queryClient })
app.use(i18n)
onUnauthorized(() => {
  useSession().needed = true
})
keepLink()
app.mount('#app')
