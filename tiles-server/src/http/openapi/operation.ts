import { type ErrorCode, statusOf } from '../../kernel/index.ts'
import type { Answer, Content } from '../answer.ts'
import type { JsonSchema, Param } from '../param.ts'
import type { Body } from '../request-body.ts'
import type { Route } from '../route.ts'
import { ERROR_MEANINGS } from './errors.ts'
import { PATH_PARAMS } from './path-params.ts'
import type { Components } from './schemas.ts'
import { ANSWER_HEADERS, REQUEST_HEADERS } from './words.ts'

type Part = Readonly<Record<string, unknown>>

/** What access, the guards and a defect can answer to any request. */
const ALWAYS: readonly ErrorCode[] = [
  ...(['unknown-parameter', 'bad-parameter', 'unauthorized', 'forbidden'] as const),
  ...(['expectation-failed', 'misdirected-host', 'internal'] as const),
]

/** `:name` and `{name}` alike. */
const NAMES = /:(\w+)/g
export const pathOf = ({ path }: Pick<Route, 'path'>): string => path.replaceAll(NAMES, '{$1}')
const namesOf = ({ path }: Pick<Route, 'path'>): string[] => [...path.matchAll(NAMES)].map(match => match[1]!)

/** A route as an OpenAPI 3.1 operation object. */
export function operationOf(route: Route, components: Components): Part {
  const answers = Object.entries(route.answers).map(([status, answer]) => [status, answerOf(answer, route, components)])
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    ...(route.description && { description: route.description }),
    parameters: [...pathParameters(route), ...queryParameters(route), ...headerParameters(route)],
    ...(route.body && { requestBody: requestBody(route.body, components) }),
    responses: { ...Object.fromEntries(answers), ...refusals(errorsOf(route)) },
  }
}

/** get /api/layers/{layer}/features is getLayersByLayerFeatures. */
const operationId = (route: Route): string => {
  const words = pathOf(route)
    .replace(/^\/api\//, '/')
    .replaceAll(/\{(\w+)\}/g, 'by-$1')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  return route.method.toLowerCase() + words.map(word => word[0]!.toUpperCase() + word.slice(1)).join('')
}

const pathParameters = (route: Route): Part[] =>
  namesOf(route).map(name => {
    const param = PATH_PARAMS[name]
    if (!param) throw new Error(`path parameter ${name} of ${route.path} is not described`)
    return { name, in: 'path', required: true, description: param.about, schema: param.schema }
  })

const queryParameters = ({ query = {} }: Route): Part[] =>
  Object.entries(query).map(([name, param]: [string, Param<unknown>]) => ({
    name,
    in: 'query',
    ...(param.required && { required: true }),
    description: param.about,
    schema: param.schema,
    ...(param.schema.type === 'array' && { style: 'form', explode: param.repeated === true }),
  }))

const headerParameters = ({ headers = [] }: Route): Part[] =>
  headers.map(name => {
    const { about, ...more }: { about: string; required?: boolean } = REQUEST_HEADERS[name]
    return { name, in: 'header', ...more, description: about, schema: { type: 'string' } }
  })

const requestBody = ({ content, required = true }: Body<unknown>, components: Components): Part => ({
  required,
  content: contentOf(content, components, 'input'),
})

function answerOf({ about, content }: Answer, { sends = [] }: Route, components: Components): Part {
  const headers = sends.map(name => {
    const { about: description, schema }: { about: string; schema?: JsonSchema } = ANSWER_HEADERS[name]
    return [name, { description, schema: schema ?? { type: 'string' } }] as const
  })
  return {
    description: about,
    ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
    ...(content && { content: contentOf(content, components, 'output') }),
  }
}

const contentOf = (content: Readonly<Record<string, Content>>, components: Components, io: 'input' | 'output'): Part =>
  Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, schema ? { schema: components.of(schema, io) } : {}]))

function errorsOf(route: Route): Set<ErrorCode> {
  const ofPath = namesOf(route).flatMap(name => PATH_PARAMS[name]?.errors ?? [])
  const ofQuery = Object.values(route.query ?? {}).flatMap(param => param.errors ?? [])
  return new Set([...ALWAYS, ...ofPath, ...ofQuery, ...(route.body?.errors ?? []), ...(route.errors ?? [])])
}

/** Problems by status; which code it is tells a program what happened. What many can answer is written once, under its code. */
function refusals(codes: ReadonlySet<ErrorCode>): Part {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of [...codes].sort()) byStatus.set(statusOf(code), [...(byStatus.get(statusOf(code)) ?? []), code])
  return Object.fromEntries(
    [...byStatus].map(([status, own]) => [status, own.length === 1 ? { $ref: `#/components/responses/${own[0]}` } : refusal(own)]),
  )
}

/** The answer with one of these codes. */
export const refusal = (codes: readonly ErrorCode[]): Part => ({
  description: codes.map(code => `\`${code}\`: ${ERROR_MEANINGS[code]}`).join('\n'),
  content: {
    'application/problem+json': {
      schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code: { enum: codes } } }] },
    },
  },
})
