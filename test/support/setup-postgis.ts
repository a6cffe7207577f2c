import { provideSource } from './provide.ts'

export default provideSource('postgis')
