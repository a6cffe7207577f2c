/** Markup, as opposed to text that has to be escaped. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = Html | string | number | undefined | false | readonly Value[]

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character]!)

const written = (value: Value): string => {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'string' || typeof value === 'number') return escaped(String(value))
  return value.map(written).join('')
}

/** A template whose values are escaped unless they are markup themselves; lists follow each other, undefined and false are nothing. */
export const html = (parts: TemplateStringsArray, ...values: readonly Value[]): Html =>
  new Html(parts.map((part, i) => part + written(values[i])).join(''))

/** The little Markdown that descriptions have: paragraphs, lines and `code`. */
export const prose = (text: string): Html[] =>
  text
    .split('\n\n')
    .map(paragraph => html`<p>${paragraph.split('`').map((piece, i) => (i % 2 === 0 ? piece : html`<code>${piece}</code>`))}</p>`)
