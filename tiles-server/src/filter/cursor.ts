import type { ZongtuError } from '../kernel/index.ts'
import { filterProblem, shown } from './problem.ts'
import type { Token } from './tokens.ts'
import { FILTER_LIMITS } from './types.ts'

export const KEYWORDS = new Set(['AND', 'OR', 'NOT', 'IN', 'LIKE', 'BETWEEN', 'IS', 'NULL', 'TRUE', 'FALSE'])

/** A place among the tokens of a filter, and what has been counted on the way. */
export class Cursor {
  private next = 0
  private depth = 0
  private nodes = 0
  constructor(private readonly tokens: readonly Token[]) {}

  peek(): Token {
    return this.tokens[this.next]!
  }

  take(): Token {
    return this.tokens[this.next++]!
  }

  isKeyword(keyword: string): boolean {
    return this.peek().kind === 'name' && this.peek().text.toUpperCase() === keyword
  }

  takeKeyword(keyword: string): boolean {
    const found = this.isKeyword(keyword)
    if (found) this.next++
    return found
  }

  isSymbol(symbol: string): boolean {
    return this.peek().kind === 'symbol' && this.peek().text === symbol
  }

  takeSymbol(symbol: string): boolean {
    const found = this.isSymbol(symbol)
    if (found) this.next++
    return found
  }

  symbol(symbol: string, expected = symbol): void {
    if (!this.takeSymbol(symbol)) throw this.unexpected(expected)
  }

  isProperty(): boolean {
    const token = this.peek()
    return token.kind === 'quoted' || (token.kind === 'name' && !KEYWORDS.has(token.text.toUpperCase()) && !this.isCall())
  }

  property(): string {
    const token = this.take()
    if (token.text === '') throw filterProblem(token.at, '""', 'a property name between the quotes')
    return token.text
  }

  /** At `name (`. */
  isCall(): boolean {
    const [token, after] = [this.peek(), this.tokens[this.next + 1]]
    return token.kind === 'name' && !KEYWORDS.has(token.text.toUpperCase()) && after?.kind === 'symbol' && after.text === '('
  }

  number(expected: string): number {
    const token = this.peek()
    if (token.kind !== 'number') throw this.unexpected(expected)
    this.next++
    const value = Number(token.text)
    if (!Number.isFinite(value)) throw filterProblem(token.at, shown(token.raw), 'a number below 1.8e308')
    return value === 0 ? 0 : value
  }

  /** Counts a condition, a listed value or a position. */
  count(): void {
    if (++this.nodes > FILTER_LIMITS.nodes) {
      throw filterProblem(this.peek().at, `more than ${FILTER_LIMITS.nodes} conditions, values and positions`, 'a smaller filter')
    }
  }

  enter(): void {
    if (++this.depth > FILTER_LIMITS.depth) {
      throw filterProblem(this.peek().at, `nesting deeper than ${FILTER_LIMITS.depth}`, 'a flatter filter')
    }
  }

  leave(): void {
    this.depth--
  }

  unexpected(expected: string): ZongtuError {
    const token = this.peek()
    return filterProblem(token.at, token.kind === 'end' ? 'the end of the filter' : shown(token.raw), expected)
  }
}
