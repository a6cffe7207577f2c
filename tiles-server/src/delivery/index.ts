export { type AlertNews, createDelivery, type Delivery } from './create.ts'
export type { Webhooks } from './webhooks.ts'
