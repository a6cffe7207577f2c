import { filterProblem, shown } from './problem.ts'

/** One word of a filter; `at` is its 1-based character position in the text. */
export interface Token {
  readonly kind: 'name' | 'quoted' | 'string' | 'number' | 'symbol' | 'end'
  /** Decoded content: without quotes, escapes resolved. */
  readonly text: string
  readonly at: number
  /** As written, for messages. */
  readonly raw: string
}

const SPACE = /\s+/uy
const NAME = /[\p{L}_:][\p{L}\p{M}\p{N}_:.]*/uy
const NUMBER = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/uy
const SYMBOL = /<>|<=|>=|[=<>(),]/uy

/** A property name that may be written without double quotes (keywords excepted). */
export const isPlainName = (name: string): boolean => /^[\p{L}_:][\p{L}\p{M}\p{N}_:.]*$/u.test(name)

/** Splits CQL2 text into tokens; the last one has kind `end`. Throws bad-filter. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const space = matchAt(SPACE, text, at)
    if (space !== undefined) {
      at += space.length
      continue
    }
    const token = tokenAt(text, at)
    tokens.push(token)
    at += token.raw.length
  }
  tokens.push({ kind: 'end', text: '', at: text.length + 1, raw: '' })
  return tokens
}

function tokenAt(text: string, at: number): Token {
  const first = text[at]!
  if (first === "'" || first === '"') return quotedAt(text, at, first)
  const name = matchAt(NAME, text, at)
  if (name !== undefined) return { kind: 'name', text: name, at: at + 1, raw: name }
  const number = matchAt(NUMBER, text, at)
  if (number !== undefined) return { kind: 'number', text: number, at: at + 1, raw: number }
  const symbol = matchAt(SYMBOL, text, at)
  if (symbol !== undefined) return { kind: 'symbol', text: symbol, at: at + 1, raw: symbol }
  throw unexpectedCharacter(String.fromCodePoint(text.codePointAt(at)!), at + 1)
}

/** A quote inside is written twice; there is no other escape, so that doubling quotes is always enough to quote a value. */
function quotedAt(text: string, at: number, quote: string): Token {
  let end = at + 1
  for (;;) {
    end = text.indexOf(quote, end)
    if (end < 0) throw filterProblem(at + 1, `${shown(text.slice(at))} without its closing quote`, `a closing ${quote}`)
    if (text[end + 1] !== quote) break
    end += 2
  }
  const raw = text.slice(at, end + 1)
  const content = raw.slice(1, -1).replaceAll(quote + quote, quote)
  return { kind: quote === "'" ? 'string' : 'quoted', text: content, at: at + 1, raw }
}

function unexpectedCharacter(character: string, at: number): Error {
  if ('+-*/^%'.includes(character)) return filterProblem(at, shown(character), 'no arithmetic: it is not supported')
  if (character === '!') return filterProblem(at, shown(character), '<> for "not equal"')
  return filterProblem(at, shown(character), 'a property, a value, an operator or a parenthesis')
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}
