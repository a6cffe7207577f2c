import { provideSource } from './provide.ts'

/** The browser cannot tell the stores apart, so one is enough; `ZONGTU_E2E_STORE=postgis` takes the other. */
export default provideSource(process.env.ZONGTU_E2E_STORE === 'postgis' ? 'postgis' : 'embedded')
