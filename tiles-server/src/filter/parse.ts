import { ZongtuError } from '../kernel/index.ts'
import { patternItems } from './like.ts'
import { filterProblem, shown } from './problem.ts'
import { instantOf, isDate } from './time.ts'
import { isPlainName, type Token, tokenize } from './tokens.ts'
import { type ComparisonOp, FILTER_LIMITS, type Filter, type Literal } from './types.ts'

const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'LIKE', 'BETWEEN', 'IS', 'NULL', 'TRUE', 'FALSE'])
const MIRRORED: Record<ComparisonOp, ComparisonOp> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** True when a property name must be written in double quotes. */
export const needsQuotes = (name: string): boolean => !isPlainName(name) || KEYWORDS.has(name.toUpperCase())

/**
 * Parses CQL2 text (OGC 21-065r2): comparison, IN, LIKE, BETWEEN, IS NULL, AND, OR, NOT, parentheses.
 * Throws ZongtuError bad-filter with the position, what was found and what was expected.
 */
export function parseFilter(text: string): Filter {
  if (text.length > FILTER_LIMITS.length) {
    throw new ZongtuError('bad-filter', `the filter has ${text.length} characters; at most ${FILTER_LIMITS.length} are allowed`)
  }
  const parser = new Parser(tokenize(text))
  return parser.whole()
}

/** Recursive descent over the tokens; one method a rule of the grammar. */
class Parser {
  private next = 0
  private depth = 0
  private nodes = 0
  constructor(private readonly tokens: readonly Token[]) {}

  whole(): Filter {
    const filter = this.disjunction()
    if (this.peek().kind !== 'end') throw this.unexpected('AND, OR or the end of the filter')
    return filter
  }

  private disjunction(): Filter {
    const args = [this.conjunction()]
    while (this.takeKeyword('OR')) args.push(this.conjunction())
    return args.length === 1 ? args[0]! : this.node({ op: 'or', args })
  }

  private conjunction(): Filter {
    const args = [this.factor()]
    while (this.takeKeyword('AND')) args.push(this.factor())
    return args.length === 1 ? args[0]! : this.node({ op: 'and', args })
  }

  private factor(): Filter {
    if (this.isKeyword('NOT')) {
      this.enter()
      this.next++
      const filter = this.node({ op: 'not', arg: this.factor() })
      this.depth--
      return filter
    }
    if (!this.isSymbol('(')) return this.predicate()
    this.enter()
    this.next++
    const inner = this.disjunction()
    this.symbol(')')
    this.depth--
    return inner
  }

  private predicate(): Filter {
    const start = this.peek()
    if (this.isProperty()) return this.propertyPredicate(this.property())
    const literal = this.literal('a property, a value, NOT or a parenthesis')
    if (this.peek().kind === 'symbol' && this.peek().text in MIRRORED) {
      const op = MIRRORED[this.comparison()]
      if (!this.isProperty()) throw this.unexpected('a property: a value is compared with a property')
      return this.node({ op, property: this.property(), value: literal })
    }
    if (literal.type === 'boolean') return this.node({ op: 'boolean', value: literal.value })
    throw filterProblem(start.at, `${shown(start.raw)} alone`, 'a comparison with a property')
  }

  private propertyPredicate(property: string): Filter {
    if (this.takeKeyword('IS')) {
      const negated = this.takeKeyword('NOT')
      if (!this.takeKeyword('NULL')) throw this.unexpected(negated ? 'NULL' : 'NULL or NOT NULL')
      return this.negate(negated, { op: 'isNull', property })
    }
    const negated = this.takeKeyword('NOT')
    if (this.takeKeyword('IN')) return this.negate(negated, { op: 'in', property, list: this.list() })
    if (this.takeKeyword('LIKE')) return this.negate(negated, { op: 'like', property, pattern: this.pattern() })
    if (this.takeKeyword('BETWEEN')) {
      const low = this.literal('the lower value')
      if (!this.takeKeyword('AND')) throw this.unexpected('AND and the upper value of BETWEEN')
      return this.negate(negated, { op: 'between', property, low, high: this.literal('the upper value') })
    }
    if (negated) throw this.unexpected('IN, LIKE or BETWEEN after NOT')
    if (!(this.peek().kind === 'symbol' && this.peek().text in MIRRORED)) {
      throw this.unexpected('=, <>, <, <=, >, >=, IN, LIKE, BETWEEN, IS NULL or NOT after the property')
    }
    const op = this.comparison()
    if (this.isProperty()) throw this.unexpected('a value: comparing two properties is not supported; text stands in single quotes')
    return this.node({ op, property, value: this.literal('a value') })
  }

  private list(): Literal[] {
    this.symbol('(')
    const list: Literal[] = []
    do {
      this.count()
      list.push(this.literal('a value of the list'))
    } while (this.takeSymbol(','))
    this.symbol(')', ', or )')
    return list
  }

  private pattern(): string {
    const token = this.peek()
    if (token.kind !== 'string') throw this.unexpected("a pattern in single quotes, like 'A%'")
    this.next++
    if (patternItems(token.text) === undefined)
      throw filterProblem(token.at, shown(token.raw), 'a character after the escape \\ that ends it')
    return token.text
  }

  private literal(expected: string): Literal {
    const token = this.peek()
    if (token.kind === 'string') return this.take({ type: 'string', value: token.text })
    if (token.kind === 'number') return this.take({ type: 'number', value: this.number(token) })
    if (this.isKeyword('TRUE')) return this.take({ type: 'boolean', value: true })
    if (this.isKeyword('FALSE')) return this.take({ type: 'boolean', value: false })
    if (this.isCall()) return this.instant()
    throw this.unexpected(expected)
  }

  private number(token: Token): number {
    const value = Number(token.text)
    if (!Number.isFinite(value)) throw filterProblem(token.at, shown(token.raw), 'a number below 1.8e308')
    return value === 0 ? 0 : value
  }

  /** TIMESTAMP('...') or DATE('...'); every other call is of a later form. */
  private instant(): Literal {
    const call = this.peek()
    const type = call.text.toLowerCase()
    if (type !== 'timestamp' && type !== 'date')
      throw filterProblem(call.at, `${call.text}(`, 'no function: this function is not supported')
    this.next += 2
    const token = this.peek()
    const good = token.kind === 'string' && (type === 'date' ? isDate(token.text) : instantOf(token.text) !== undefined)
    if (!good) {
      throw this.unexpected(
        type === 'date' ? "a calendar day like '2026-11-22'" : "an RFC 3339 time with offset like '2026-11-22T08:00:00Z'",
      )
    }
    this.next++
    this.symbol(')')
    return { type, value: token.text }
  }

  private property(): string {
    const token = this.tokens[this.next++]!
    if (token.text === '') throw filterProblem(token.at, '""', 'a property name between the quotes')
    return token.text
  }

  private comparison(): ComparisonOp {
    return this.tokens[this.next++]!.text as ComparisonOp
  }

  private isProperty(): boolean {
    const token = this.peek()
    return token.kind === 'quoted' || (token.kind === 'name' && !KEYWORDS.has(token.text.toUpperCase()) && !this.isCall())
  }

  private isCall(): boolean {
    const [token, after] = [this.peek(), this.tokens[this.next + 1]]
    return token.kind === 'name' && !KEYWORDS.has(token.text.toUpperCase()) && after?.kind === 'symbol' && after.text === '('
  }

  private peek(): Token {
    return this.tokens[this.next]!
  }

  private take(literal: Literal): Literal {
    this.next++
    return literal
  }

  private isKeyword(keyword: string): boolean {
    return this.peek().kind === 'name' && this.peek().text.toUpperCase() === keyword
  }

  private takeKeyword(keyword: string): boolean {
    const found = this.isKeyword(keyword)
    if (found) this.next++
    return found
  }

  private isSymbol(symbol: string): boolean {
    return this.peek().kind === 'symbol' && this.peek().text === symbol
  }

  private takeSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol)
    if (found) this.next++
    return found
  }

  private symbol(symbol: string, expected = symbol): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(expected)
  }

  private negate(negated: boolean, filter: Filter): Filter {
    this.node(filter)
    return negated ? this.node({ op: 'not', arg: filter }) : filter
  }

  private node(filter: Filter): Filter {
    this.count()
    return filter
  }

  private count(): void {
    if (++this.nodes > FILTER_LIMITS.nodes) {
      throw filterProblem(this.peek().at, `more than ${FILTER_LIMITS.nodes} conditions and values`, 'a smaller filter')
    }
  }

  private enter(): void {
    if (++this.depth > FILTER_LIMITS.depth) {
      throw filterProblem(this.peek().at, `nesting deeper than ${FILTER_LIMITS.depth}`, 'a flatter filter')
    }
  }

  private unexpected(expected: string): ZongtuError {
    const token = this.peek()
    return filterProblem(token.at, token.kind === 'end' ? 'the end of the filter' : shown(token.raw), expected)
  }
}
