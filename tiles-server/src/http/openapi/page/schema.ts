import type { JsonSchema } from '../../param.ts'
import { type Html, html, prose } from './html.ts'

type Shape = JsonSchema & {
  readonly type?: string | readonly string[]
  readonly $ref?: string
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly allOf?: readonly Shape[]
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly items?: Shape | boolean
  readonly prefixItems?: readonly Shape[]
  readonly additionalProperties?: Shape | boolean
  readonly description?: string
}

/** What a value is, in a few words; named schemas are links to their place on the page. */
export function typeOf(schema: JsonSchema): Html {
  const shape = schema as Shape
  if (shape.$ref) return linkTo(shape.$ref.split('/').at(-1)!)
  const choices = shape.anyOf ?? shape.oneOf
  if (choices) return joined(choices.map(typeOf))
  if (shape.enum) return joined(shape.enum.map(value => html`<code>${JSON.stringify(value)}</code>`))
  if ('const' in shape) return html`<code>${JSON.stringify(shape.const)}</code>`
  if (shape.prefixItems) return html`[${shape.prefixItems.map((item, i) => html`${i > 0 && ', '}${typeOf(item)}`)}]`
  if (typeof shape.items === 'object') return html`list of ${typeOf(shape.items)}`
  const open = shape.additionalProperties
  if (typeof open === 'object' && !shape.properties) return html`object by name of ${typeOf(open)}`
  return html`${[shape.type ?? 'anything'].flat().join(' or ')}${boundsOf(shape)}`
}

const linkTo = (name: string): Html => html`<a href="#schema-${name}">${name}</a>`
const joined = (parts: readonly Html[]): Html => html`${parts.map((part, i) => html`${i > 0 && ' or '}${part}`)}`

const LIMITS: readonly (readonly [member: string, words: string])[] = [
  ['format', ''],
  ['minimum', 'from '],
  ['exclusiveMinimum', 'over '],
  ['maximum', 'to '],
  ['minLength', 'at least '],
  ['maxLength', 'at most '],
]

function boundsOf(shape: Shape): string {
  const texts = LIMITS.flatMap(([member, words]) =>
    member in shape && shape[member] !== Number.MAX_SAFE_INTEGER ? [words + String(shape[member])] : [],
  )
  if ('default' in shape) texts.push(`else ${JSON.stringify(shape.default)}`)
  return texts.length === 0 ? '' : ` (${texts.join(', ')})`
}

/** The members of an object, with those of objects in it; of a choice, those of each. */
export function membersOf(schema: JsonSchema): Html {
  const shape = schema as Shape
  const parts = shape.anyOf ?? shape.oneOf ?? shape.allOf
  if (parts) return html`${parts.map(membersOf)}`
  if (typeof shape.items === 'object') return membersOf(shape.items)
  if (!shape.properties) return html``
  const { required = [] } = shape
  const members = Object.entries(shape.properties).map(
    ([name, member]) => html`<li><code>${name}</code> <span>${typeOf(member)}${!required.includes(name) && ', may be absent'}</span>
${member.description && prose(member.description)}${!member.$ref && membersOf(member)}</li>`,
  )
  return html`<ul class="members">${members}</ul>`
}

export const aboutSchema = (name: string, schema: JsonSchema): Html => {
  const { description = '' } = schema as Shape
  return html`<section id="schema-${name}"><h3>${name}</h3>
${description !== '' && prose(description.split('\n\n')[0]!)}<p>${typeOf(schema)}</p>${membersOf(schema)}</section>`
}
