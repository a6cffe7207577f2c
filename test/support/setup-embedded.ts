import { provideSource } from './provide.ts'

export default provideSource('embedded')
