import { z } from 'zod'
import { Count, type Sent, Time } from './sent.ts'

/** Bounds of a subscription. */
export const WEBHOOK = { urlLength: 2_000, fences: 1_000, name: 200 } as const

/** What is told: an alert is new, says something else under the same id, or turned out not to be so. */
export const DELIVERED = ['alert.raised', 'alert.updated', 'alert.withdrawn'] as const
const DeliveredType = z.enum([...DELIVERED, 'ping'])
export type DeliveredType = z.infer<typeof DeliveredType>

const SEVERITIES = ['info', 'minor', 'major', 'critical'] as const

const Name = z
  .string()
  .min(1)
  .max(WEBHOOK.name)
  .regex(/^[^\p{Cc}\p{Zl}\p{Zp}\p{Surrogate}]*$/u, 'must be text without control characters')

/** POST and PUT of a webhook. Members that only the server writes are ignored, so that what GET answered may be sent back. */
export const WebhookInput = z
  .object({
    name: Name,
    url: z
      .string()
      .max(WEBHOOK.urlLength)
      .describe('Where events are sent by POST: https, or http within the networks that the server is allowed to send to.'),
    enabled: z.boolean().optional().describe('False pauses it: what happens meanwhile is kept and sent when it goes on. Default true.'),
    events: z.array(z.enum(DELIVERED)).min(1).max(DELIVERED.length).optional().describe('Default: all.'),
    fences: z.array(z.string().min(1).max(200)).min(1).max(WEBHOOK.fences).optional().describe('Ids of fences. Default: all.'),
    severities: z.array(z.enum(SEVERITIES)).min(1).max(SEVERITIES.length).optional().describe('Default: all.'),
  })
  .meta({ id: 'WebhookInput' })
export type WebhookInput = Sent<z.infer<typeof WebhookInput>>

const WebhookSecret = z.object({ id: z.string(), createdAt: Time, expiresAt: Time.nullable().describe('Null: the one in use.') })

/** A webhook: where alerts are sent. Secrets are told once, when they are made. */
export const Webhook = z
  .object({
    id: z.string(),
    version: Count.describe('Counts its changes; part of its ETag.'),
    name: z.string(),
    url: z.string(),
    enabled: z.boolean(),
    events: z.array(z.enum(DELIVERED)).nullable(),
    fences: z.array(z.string()).nullable(),
    severities: z.array(z.enum(SEVERITIES)).nullable(),
    secrets: z.array(WebhookSecret).describe('Newest first. Events are signed with each that has not expired.'),
    createdAt: Time,
    updatedAt: Time,
    pending: Count.describe('Events that are still to be sent.'),
    dead: Count.describe('Events that were given up.'),
  })
  .meta({ id: 'Webhook' })
export type Webhook = Sent<z.infer<typeof Webhook>>

export const WebhookList = z.object({ webhooks: z.array(Webhook) }).meta({ id: 'WebhookList' })

/** The answer that tells a secret. */
export const WebhookWithSecret = Webhook.extend({
  secret: z.string().describe('`whsec_` and the key in base64, as Standard Webhooks has it. It is not told again.'),
}).meta({ id: 'WebhookWithSecret' })
export type WebhookWithSecret = Sent<z.infer<typeof WebhookWithSecret>>

const DeliveryStatus = z.enum(['pending', 'delivered', 'dead'])
export type DeliveryStatus = z.infer<typeof DeliveryStatus>

/** One event on its way to one webhook. */
export const Delivery = z
  .object({
    id: z.string().describe('Header `webhook-id`: the same however often it is sent.'),
    type: DeliveredType,
    alert: z.string().nullable(),
    status: DeliveryStatus,
    attempts: Count,
    createdAt: Time,
    dueAt: Time.nullable().describe('When it is sent next; null unless it is pending.'),
    lastAttemptAt: Time.nullable(),
    lastStatus: z.int().nullable().describe('HTTP status of the last answer; null where there was none.'),
    lastError: z.string().nullable(),
    deliveredAt: Time.nullable(),
  })
  .meta({ id: 'Delivery' })
export type Delivery = Sent<z.infer<typeof Delivery>>

export const DeliveryList = z
  .object({ deliveries: z.array(Delivery), cursor: z.string().nullable().describe('Opaque position of the next page; null on the last.') })
  .meta({ id: 'DeliveryList' })
export type DeliveryList = Sent<z.infer<typeof DeliveryList>>

export const Redelivered = z.object({ deliveries: Count.describe('That are sent again.') }).meta({ id: 'Redelivered' })
