import type { Context } from 'koa'

/** What a handler works on: Koa's context, decoded path parameters, checked query parameters (each at most once) and who asks. */
export interface Call {
  readonly ctx: Context
  /** Decoded parameters of the path. */
  readonly path: Readonly<Record<string, string>>
  /** Only parameters the route names; any other was refused before. */
  readonly query: ReadonlyMap<string, string>
  /** 'local', 'token', 'session' or 'anonymous'; goes into the change log. */
  readonly actor: string
}

/** One method of one resource. `path` is written as @koa/router (path-to-regexp 8) takes it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  /** Query parameters the route understands. */
  readonly query?: readonly string[]
  /** Of them, those that may be given several times; they are read with `readRepeated`. */
  readonly repeated?: readonly string[]
  readonly handle: (call: Call) => Promise<void> | void
}
