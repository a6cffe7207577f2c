import type { Context } from 'koa'
import type { ErrorCode } from '../kernel/index.ts'
import type { Answer } from './answer.ts'
import type { AnswerHeader, RequestHeader, Tag } from './openapi/words.ts'
import type { Params, Values } from './param.ts'
import type { Body } from './request-body.ts'

/** What a handler works on: Koa's context, decoded path parameters, the query parameters as declared, the body and who asks. */
export interface Call<Q extends Params = Params, B = unknown> {
  readonly ctx: Context
  /** Decoded parameters of the path. */
  readonly path: Readonly<Record<string, string>>
  /** Only parameters the route declares, read; any other was refused before. */
  readonly query: Values<Q>
  /** The body as declared. Throws unsupported-media-type and what its declaration says. */
  readonly body: () => Promise<B>
  /** 'local', 'token', 'session' or 'anonymous'; goes into the change log. */
  readonly actor: string
}

/** One method of one resource, with all that its description says; what is declared here is what checks. Made by `route`. */
export interface Route<Q extends Params = Params, B = unknown> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As @koa/router (path-to-regexp 8) takes it. Names of its parameters are in openapi/path-params.ts. */
  readonly path: string
  /** One line, with the Chinese word where there is one. */
  readonly summary: string
  /** More, in Markdown. */
  readonly description?: string
  readonly tag: Tag
  readonly query?: Q
  /** Headers of the request that it heeds. */
  readonly headers?: readonly RequestHeader[]
  readonly body?: Body<B>
  /** What succeeds, by status. */
  readonly answers: Readonly<Record<number, Answer>>
  /** Headers of every success. */
  readonly sends?: readonly AnswerHeader[]
  /** Codes it can fail with; those of the path's parameters, the query, the body and of access go without saying. */
  readonly errors?: readonly ErrorCode[]
  handle(call: Call<Q, B>): Promise<void> | void
}

/** A route whose handler sees the types of what is declared. */
export const route = <Q extends Params = Readonly<Record<never, never>>, B = never>(declared: Route<Q, B>): Route => declared
