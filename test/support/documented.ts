import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

/** What of an OpenAPI document answers are judged by. */
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  readonly components: { readonly schemas: Readonly<Record<string, Schema>>; readonly responses: Readonly<Record<string, Answer>> }
}
interface Operation {
  readonly responses: Readonly<Record<string, Answer | { readonly $ref: string }>>
}
interface Answer {
  readonly content?: Readonly<Record<string, { readonly schema?: object }>>
}
type Schema = Readonly<Record<string, unknown>>

export interface Answered {
  readonly status: number
  /** Content-Type as sent; empty when there is none. */
  readonly type: string
  readonly text: string
}

export interface Documented {
  /** `get /api/layers`, of all operations. */
  readonly operations: readonly string[]
  /** Which operation takes this request; undefined when none does. */
  find(method: string, path: string): string | undefined
  /** The methods that a path takes, by whichever templates. */
  methods(path: string): string[]
  /** What is wrong with an answer by the document: nothing. JSON has no member that the document does not name. */
  faults(operation: string, answered: Answered): string[]
}

export function readDocument(document: OpenApi): Documented {
  const ajv = new Ajv2020({ strict: false, allErrors: false })
  addFormats(ajv)
  ajv.addSchema({ $id: 'api', components: { schemas: closed(document.components.schemas) } })
  const validators = new Map<string, ValidateFunction>()
  const paths = Object.entries(document.paths)

  function validator(key: string, schema: object): ValidateFunction {
    const known = validators.get(key)
    if (known) return known
    const text = JSON.stringify(schema).replaceAll('"#/components', '"api#/components')
    const made = ajv.compile(JSON.parse(text) as object)
    validators.set(key, made)
    return made
  }

  function faultsOf(key: string, schema: object, value: unknown): string[] {
    const validate = validator(key, schema)
    return validate(value) ? [] : [`${key}: ${ajv.errorsText(validate.errors)}: ${JSON.stringify(value).slice(0, 500)}`]
  }

  return {
    operations: paths.flatMap(([path, methods]) => Object.keys(methods).map(method => `${method} ${path}`)),
    find(method, path) {
      const own = paths.filter(([template, methods]) => pattern(template).test(path) && method.toLowerCase() in methods)
      // One that names the path is meant before one that has a parameter there.
      const [template] = own.find(([each]) => !each.includes('{')) ?? own[0] ?? []
      return template && `${method.toLowerCase()} ${template}`
    },
    methods: path => paths.flatMap(([template, methods]) => (pattern(template).test(path) ? Object.keys(methods) : [])),
    faults(operation, { status, type, text }) {
      const [method, path] = operation.split(' ') as [string, string]
      const told = document.paths[path]![method]!.responses[status]
      if (!told) return [`${operation}: ${status} is not documented: ${text.slice(0, 300)}`]
      const answer = '$ref' in told ? document.components.responses[told.$ref.split('/').at(-1)!]! : told
      if (!answer.content) return text === '' ? [] : [`${operation}: ${status} has a body`]
      const media = type.split(';')[0]!
      const content = answer.content[media] ?? answer.content[media.replace(/\/.*/, '/*')]
      if (!content) return [`${operation}: ${status} is ${media}, not ${Object.keys(answer.content).join(' or ')}`]
      if (!content.schema) return []
      const key = `${operation} ${status} ${media}`
      const values = media === 'application/x-ndjson' ? text.trimEnd().split('\n') : [text]
      return values.flatMap(each => faultsOf(key, content.schema!, JSON.parse(each)))
    },
  }
}

/** A parameter is one segment of a path, or a part of one. */
const pattern = (template: string): RegExp => new RegExp(`^${template.replaceAll(/[.]/g, '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`)

/** The schemas with nothing beside what they name, but for problems, which may say more. */
function closed(schemas: OpenApi['components']['schemas']): object {
  const close = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(close)
    if (typeof value !== 'object' || value === null) return value
    const copy = Object.fromEntries(Object.entries(value).map(([key, part]) => [key, close(part)]))
    const isObject = copy.type === 'object' && typeof copy.properties === 'object' && !('additionalProperties' in copy)
    return isObject ? { ...copy, additionalProperties: false } : copy
  }
  const { Problem, ...rest } = schemas
  return { Problem, ...(close(rest) as object) }
}
