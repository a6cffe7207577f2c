import { ZongtuError } from '../kernel/index.ts'
import { Cursor, KEYWORDS } from './cursor.ts'
import { patternItems } from './like.ts'
import { isPredicateCall, parseInstant, parsePredicateCall } from './parse-call.ts'
import { filterProblem, shown } from './problem.ts'
import { isPlainName, tokenize } from './tokens.ts'
import { type ComparisonOp, FILTER_LIMITS, type Filter, type Literal } from './types.ts'

const MIRRORED: Record<ComparisonOp, ComparisonOp> = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/** True when a property name must be written in double quotes. */
export const needsQuotes = (name: string): boolean => !isPlainName(name) || KEYWORDS.has(name.toUpperCase())

/**
 * Parses CQL2 text (OGC 21-065r2): comparison, IN, LIKE, BETWEEN, IS NULL, spatial and temporal functions, AND, OR, NOT, parentheses.
 * Throws ZongtuError bad-filter with the position, what was found and what was expected.
 */
export function parseFilter(text: string): Filter {
  if (text.length > FILTER_LIMITS.length) {
    throw new ZongtuError('bad-filter', `the filter has ${text.length} characters; at most ${FILTER_LIMITS.length} are allowed`)
  }
  return new Parser(new Cursor(tokenize(text))).whole()
}

/** Recursive descent over the tokens; one method a rule of the grammar. */
class Parser {
  constructor(private readonly at: Cursor) {}

  whole(): Filter {
    const filter = this.disjunction()
    if (this.at.peek().kind !== 'end') throw this.at.unexpected('AND, OR or the end of the filter')
    return filter
  }

  private disjunction(): Filter {
    const args = [this.conjunction()]
    while (this.at.takeKeyword('OR')) args.push(this.conjunction())
    return args.length === 1 ? args[0]! : this.node({ op: 'or', args })
  }

  private conjunction(): Filter {
    const args = [this.factor()]
    while (this.at.takeKeyword('AND')) args.push(this.factor())
    return args.length === 1 ? args[0]! : this.node({ op: 'and', args })
  }

  private factor(): Filter {
    if (this.at.isKeyword('NOT')) {
      this.at.enter()
      this.at.take()
      const filter = this.node({ op: 'not', arg: this.factor() })
      this.at.leave()
      return filter
    }
    if (!this.at.isSymbol('(')) return this.predicate()
    this.at.enter()
    this.at.take()
    const inner = this.disjunction()
    this.at.symbol(')')
    this.at.leave()
    return inner
  }

  private predicate(): Filter {
    const start = this.at.peek()
    if (isPredicateCall(this.at)) return this.node(parsePredicateCall(this.at))
    if (this.at.isProperty()) return this.propertyPredicate(this.at.property())
    const literal = this.literal('a property, a value, NOT or a parenthesis')
    if (this.isComparison()) {
      const op = MIRRORED[this.comparison()]
      if (!this.at.isProperty()) throw this.at.unexpected('a property: a value is compared with a property')
      return this.node({ op, property: this.at.property(), value: literal })
    }
    if (literal.type === 'boolean') return this.node({ op: 'boolean', value: literal.value })
    throw filterProblem(start.at, `${shown(start.raw)} alone`, 'a comparison with a property')
  }

  private propertyPredicate(property: string): Filter {
    if (this.at.takeKeyword('IS')) {
      const negated = this.at.takeKeyword('NOT')
      if (!this.at.takeKeyword('NULL')) throw this.at.unexpected(negated ? 'NULL' : 'NULL or NOT NULL')
      return this.negate(negated, { op: 'isNull', property })
    }
    const negated = this.at.takeKeyword('NOT')
    if (this.at.takeKeyword('IN')) return this.negate(negated, { op: 'in', property, list: this.list() })
    if (this.at.takeKeyword('LIKE')) return this.negate(negated, { op: 'like', property, pattern: this.pattern() })
    if (this.at.takeKeyword('BETWEEN')) {
      const low = this.literal('the lower value')
      if (!this.at.takeKeyword('AND')) throw this.at.unexpected('AND and the upper value of BETWEEN')
      return this.negate(negated, { op: 'between', property, low, high: this.literal('the upper value') })
    }
    if (negated) throw this.at.unexpected('IN, LIKE or BETWEEN after NOT')
    if (!this.isComparison()) throw this.at.unexpected('=, <>, <, <=, >, >=, IN, LIKE, BETWEEN, IS NULL or NOT after the property')
    const op = this.comparison()
    if (this.at.isProperty()) {
      throw this.at.unexpected('a value: comparing two properties is not supported; text stands in single quotes')
    }
    return this.node({ op, property, value: this.literal('a value') })
  }

  private list(): Literal[] {
    this.at.symbol('(')
    const list: Literal[] = []
    do {
      this.at.count()
      list.push(this.literal('a value of the list'))
    } while (this.at.takeSymbol(','))
    this.at.symbol(')', ', or )')
    return list
  }

  private pattern(): string {
    const token = this.at.peek()
    if (token.kind !== 'string') throw this.at.unexpected("a pattern in single quotes, like 'A%'")
    this.at.take()
    if (patternItems(token.text) === undefined)
      throw filterProblem(token.at, shown(token.raw), 'a character after the escape \\ that ends it')
    return token.text
  }

  private literal(expected: string): Literal {
    const token = this.at.peek()
    if (token.kind === 'string') {
      this.at.take()
      return { type: 'string', value: token.text }
    }
    if (token.kind === 'number') return { type: 'number', value: this.at.number(expected) }
    if (this.at.takeKeyword('TRUE')) return { type: 'boolean', value: true }
    if (this.at.takeKeyword('FALSE')) return { type: 'boolean', value: false }
    if (this.at.isCall()) return parseInstant(this.at, `${expected}: this function is not supported here`)
    throw this.at.unexpected(expected)
  }

  private isComparison(): boolean {
    const { kind, text } = this.at.peek()
    return kind === 'symbol' && text in MIRRORED
  }

  private comparison(): ComparisonOp {
    return this.at.take().text as ComparisonOp
  }

  private negate(negated: boolean, filter: Filter): Filter {
    this.node(filter)
    return negated ? this.node({ op: 'not', arg: filter }) : filter
  }

  private node(filter: Filter): Filter {
    this.at.count()
    return filter
  }
}
