import { z } from 'zod'
import { SESSION_COOKIE } from '../../access/index.ts'
import { errorCodes, statusOf } from '../../kernel/index.ts'
import type { Route } from '../route.ts'
import { ERROR_MEANINGS } from './errors.ts'
import { operationOf, pathOf, refusal } from './operation.ts'
import { createComponents } from './schemas.ts'
import { TAGS } from './words.ts'

/** An OpenAPI 3.1 document (spec.openapis.org/oas/v3.1.1), outside. */
export const OpenApiDocument = z
  .looseObject({
    openapi: z.string(),
    paths: z.record(z.string(), z.record(z.string(), z.unknown())),
    components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
  })
  .meta({ id: 'OpenApiDocument' })
export type OpenApi = z.infer<typeof OpenApiDocument>

const ABOUT = `The map service behind a city's one map 一张图.

Positions are \`[lon, lat]\` in WGS 84, distances metres, bearings degrees clockwise from true north, times RFC 3339. Unknown query parameters are
refused. What fails answers \`application/problem+json\` (RFC 9457); its \`code\` is stable. A successful write answers \`Zongtu-Seq\`: give it as
\`min_seq\` to another process of the same database, and its answer shows the write.`

/** RFC 9457 with the code that programs tell errors apart by. */
const PROBLEM = {
  type: 'object',
  description: `What failed. Codes:\n\n| code | status | |\n|---|---|---|\n${errorCodes
    .map(code => `| \`${code}\` | ${statusOf(code)} | ${ERROR_MEANINGS[code]} |`)
    .join('\n')}`,
  properties: {
    type: { type: 'string', const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', enum: errorCodes },
    detail: { type: 'string', description: 'Names the wrong value and the rule it breaks.' },
    requestId: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
}

const SECURITY_SCHEMES = {
  token: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token the server was started with (ZONGTU_TOKEN); without one it is open on loopback.',
  },
  session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE, description: 'What signing in at POST /api/session gives a browser.' },
}

/** Describes routes as they are declared, and nothing else. */
export function describeApi(routes: readonly Route[]): OpenApi {
  const components = createComponents()
  const paths: Record<string, Record<string, unknown>> = {}
  for (const route of routes) {
    const path = pathOf(route)
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route, components) }
  }
  return {
    openapi: '3.1.1',
    info: { title: 'Zongtu 总图', version: '1', description: ABOUT, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }, {}],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths,
    components: {
      schemas: { Problem: PROBLEM, ...sorted(components.schemas) },
      responses: Object.fromEntries(errorCodes.map(code => [code, refusal([code])])),
      securitySchemes: SECURITY_SCHEMES,
    },
  }
}

const sorted = <T>(record: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
