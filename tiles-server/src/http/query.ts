import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import { badParameter, type Params, type Values } from './param.ts'

/**
 * Reads a query string, strictly: every parameter is one of `params` (else unknown-parameter), given once unless it is `repeated`, decodes as UTF-8
 * and is what its declaration asks for. `+` is a space, as forms write it.
 */
export function readQuery<Q extends Params>(querystring: string, params: Q): Values<Q> {
  const given = givenBy(querystring, params)
  return Object.fromEntries(Object.entries(params).map(([name, param]) => [name, param.read(given.get(name) ?? [], name)])) as Values<Q>
}

function givenBy(querystring: string, params: Params): Map<string, string[]> {
  const given = new Map<string, string[]>()
  for (const pair of querystring.split('&')) {
    if (pair === '') continue
    const cut = pair.indexOf('=')
    const name = decode(cut < 0 ? pair : pair.slice(0, cut))
    if (!Object.hasOwn(params, name)) throw unknown(name, Object.keys(params))
    const values = given.get(name) ?? []
    if (values.length > 0 && !params[name]!.repeated) throw badParameter(name, 'given more than once')
    values.push(decode(cut < 0 ? '' : pair.slice(cut + 1)))
    given.set(name, values)
  }
  return given
}

function unknown(name: string, allowed: readonly string[]): ZongtuError {
  const known = allowed.length === 0 ? 'none is taken here' : `taken here: ${allowed.join(', ')}`
  return new ZongtuError('unknown-parameter', `query parameter ${shown(name)} is unknown; ${known}`, { parameter: name.slice(0, 60) })
}

function decode(text: string): string {
  let value: string
  try {
    value = decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    throw new ZongtuError('bad-parameter', `query part ${shown(text)} is not percent-encoded UTF-8`)
  }
  if (value.includes('\0')) throw new ZongtuError('bad-parameter', `query part ${shown(text)} contains NUL`)
  return value
}
