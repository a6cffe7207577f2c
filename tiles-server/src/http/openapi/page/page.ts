import { readFileSync } from 'node:fs'
import { errorCodes, statusOf } from '../../../kernel/index.ts'
import type { JsonSchema } from '../../param.ts'
import type { OpenApi } from '../document.ts'
import { ERROR_MEANINGS } from '../errors.ts'
import { TAGS, type Tag } from '../words.ts'
import { Html, html, prose } from './html.ts'
import { aboutSchema, membersOf, typeOf } from './schema.ts'

interface Operation {
  readonly operationId: string
  readonly tags: readonly [Tag]
  readonly summary: string
  readonly description?: string
  readonly parameters: readonly {
    readonly name: string
    readonly in: string
    readonly required?: boolean
    readonly description: string
    readonly schema: JsonSchema
  }[]
  readonly requestBody?: { readonly content: Contents }
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly content?: Contents; readonly $ref?: string }>>
}
type Contents = Readonly<Record<string, { readonly schema?: JsonSchema }>>

interface Entry {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The document for people: one page that needs no script and nothing from elsewhere. */
export function apiPage(document: OpenApi): string {
  const entries = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, operation]): Entry => ({ method: method.toUpperCase(), path, operation: operation as Operation }),
    ),
  )
  const info = document.info as { title: string; description: string }
  const style = readFileSync(new URL('./page.css', import.meta.url), 'utf8')
  const groups = Object.keys(TAGS).map(tag => ({ tag: tag as Tag, own: entries.filter(({ operation }) => operation.tags[0] === tag) }))
  const schemas = Object.entries(document.components.schemas) as [string, JsonSchema][]
  return `<!doctype html>${
    html`<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${info.title} API</title>
<link rel="icon" href="/icon.svg"><style>${new Html(style)}</style></head><body>
<nav aria-label="Contents"><ul>${groups.map(navigation)}<li><a href="#errors">Errors</a></li><li><a href="#schemas">Schemas</a></li></ul></nav>
<main><h1>${info.title}</h1>${prose(info.description)}
<p>For programs: <a href="/api/openapi.json">openapi.json</a>, OpenAPI 3.1.</p>
${groups.map(group)}
<section id="errors"><h2>Errors</h2>${errorTable()}</section>
<section id="schemas"><h2>Schemas</h2>${schemas.map(([name, schema]) => aboutSchema(name, schema))}</section>
</main></body></html>`.text
  }`
}

interface Group {
  readonly tag: Tag
  readonly own: readonly Entry[]
}

const navigation = ({ tag, own }: Group): Html =>
  html`<li><a href="#${tag}">${TAGS[tag]}</a><ul>${own.map(
    ({ method, path, operation }) =>
      html`<li><a href="#${operation.operationId}"><b class="${method}">${method}</b> ${path.replace('/api/', '/')}</a></li>`,
  )}</ul></li>`

const group = ({ tag, own }: Group): Html => html`<section id="${tag}"><h2>${TAGS[tag]}</h2>${own.map(operationHtml)}</section>`

/** The id stands inside, so that a link to it opens what is closed. */
function operationHtml({ method, path, operation }: Entry): Html {
  const { operationId, summary, description, parameters, requestBody, responses } = operation
  return html`<details><summary><b class="${method}">${method}</b> <code>${path}</code> <span>${summary}</span></summary>
<div id="${operationId}">${description !== undefined && prose(description)}
${parameters.length > 0 && html`<h3>Parameters</h3><ul class="members">${parameters.map(parameter)}</ul>`}
${requestBody && html`<h3>Body</h3>${contents(requestBody.content)}`}
<h3>Answers</h3><dl>${Object.entries(responses).map(([status, answer]) => answerHtml(status, answer))}</dl></div></details>`
}

const parameter = ({ name, in: place, required, description, schema }: Operation['parameters'][number]): Html =>
  html`<li><code>${name}</code> <span>${place}, ${typeOf(schema)}${!required && ', may be absent'}</span>${prose(description)}</li>`

function answerHtml(status: string, { description, content, $ref }: Operation['responses'][string]): Html {
  const [code] = $ref ? [$ref.split('/').at(-1)! as keyof typeof ERROR_MEANINGS] : []
  if (code) return html`<dt>${status}</dt><dd>${prose(`\`${code}\`: ${ERROR_MEANINGS[code]}`)}</dd>`
  const isProblem = Number(status) >= 400
  const lines = (description ?? '').split('\n').flatMap(line => prose(line))
  return html`<dt>${status}</dt><dd>${lines}${!isProblem && content && contents(content)}</dd>`
}

const contents = (content: Contents): Html =>
  html`<ul class="members">${Object.entries(content).map(
    ([type, { schema }]) =>
      html`<li><code>${type}</code>${schema && html` <span>${typeOf(schema)}</span>${!('$ref' in schema) && membersOf(schema)}`}</li>`,
  )}</ul>`

const errorTable = (): Html =>
  html`<table><thead><tr><th>Code</th><th>Status</th><th>What it tells</th></tr></thead><tbody>${errorCodes.map(
    code => html`<tr><td><code>${code}</code></td><td>${statusOf(code)}</td><td>${prose(ERROR_MEANINGS[code])}</td></tr>`,
  )}</tbody></table>`
