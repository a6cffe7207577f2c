import { type AccessRequest, decideAccess, isOpen } from './request.ts'

/** Most callers remembered at a time; more than that within one second are asked again. */
const CALLERS = 1_000

/**
 * `decideAccess`, with who passed it remembered until the second ends, so that a client that asks for a screen full of tiles is checked once.
 * Nothing outlives its time: sessions end on whole seconds. Refusals are not remembered, so nobody but holders of a secret fills the memory.
 * Throws as decideAccess does.
 */
export function rememberAccess(token: string | undefined): (request: AccessRequest, nowMs: number) => string {
  const passed = new Map<string, string>()
  let second = Number.NaN
  return (request, nowMs) => {
    // Without a token there is no secret to compare, and an open path needs none: both are decided faster than they are looked up.
    if (token === undefined || isOpen(request)) return decideAccess(request, token, nowMs)
    const now = Math.floor(nowMs / 1000)
    if (now !== second || passed.size >= CALLERS) passed.clear()
    second = now
    const caller = callerOf(request)
    const known = passed.get(caller)
    if (known !== undefined) return known
    const actor = decideAccess(request, token, nowMs)
    passed.set(caller, actor)
    return actor
  }
}

/** All that decides about a path that is not open. HTTP lets no NUL into a header value. */
const callerOf = ({ port, address, host, origin, authorization, session }: AccessRequest): string =>
  [port, address, host, origin, authorization, session].join('\0')
