import { z } from 'zod'
import { Count } from './sent.ts'

export const Health = z.object({ status: z.literal('ok') }).meta({ id: 'Health' })

export const Readiness = z
  .object({
    status: z.literal('ready'),
    seq: Count.describe('The last change that is shown.'),
    lagMs: z.number().describe('For how long the change feed could not be read, in milliseconds.'),
    store: z.string(),
  })
  .meta({ id: 'Readiness' })

export const SignIn = z.object({ token: z.string().max(1000) }).meta({ id: 'SignIn' })

/** Whether this server asks for a token, and whether the asker showed it. */
export const Session = z.object({ required: z.boolean(), authenticated: z.boolean() }).meta({ id: 'Session' })
