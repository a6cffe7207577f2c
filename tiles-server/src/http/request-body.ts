import type { IncomingMessage } from 'node:http'
import type { Context } from 'koa'
import type { z } from 'zod'
import { assertBodyType } from '../access/index.ts'
import type { ErrorCode } from '../kernel/index.ts'
import type { Content } from './answer.ts'
import { assertPlain, parseAs, readJson } from './body.ts'

/** What a request's body must be: one declaration reads it and is told in the API's description. */
export interface Body<B> {
  readonly content: Readonly<Record<string, Content>>
  /** What reading it can be refused with. */
  readonly errors: readonly ErrorCode[]
  /** False: the request is whole without it too. */
  readonly required?: boolean
  read(ctx: Context): Promise<B> | B
}

const JSON_ERRORS = ['bad-json', 'too-large', 'unsupported-media-type'] as const

/** JSON that is what `schema` says. `code` is what it is refused with else. */
export const jsonBody = <T>(schema: z.ZodType<T>, code: ErrorCode = 'bad-property'): Body<T> => ({
  content: { 'application/json': { schema } },
  errors: [...JSON_ERRORS, code],
  read: async ctx => parseAs(schema, await readJson(ctx), code),
})

/** A GeoJSON feature, which the room that takes it checks against `schema` and its layer. */
export const featureBody = (schema: z.ZodType): Body<unknown> => ({
  content: { 'application/geo+json': { schema }, 'application/json': { schema } },
  errors: [...JSON_ERRORS, 'bad-geometry', 'bad-property'],
  read: readJson,
})

/** A file as it is, of one of these media types; `read` gives its bytes to come. */
export const fileBody = (types: readonly string[], options: { required?: boolean } = {}): Body<IncomingMessage> => ({
  content: Object.fromEntries(types.map(type => [type, {}])),
  errors: ['too-large', 'unsupported-media-type'],
  ...options,
  read(ctx) {
    assertBodyType(ctx.get('Content-Type') || undefined, types)
    assertPlain(ctx)
    return ctx.req
  },
})
