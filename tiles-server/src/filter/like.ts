type PatternItem = 'any' | 'one' | number

/** Splits a LIKE pattern: % any run, _ one character, \ takes the next character as it is. Undefined when it ends in a lone \. */
export function patternItems(pattern: string): PatternItem[] | undefined {
  const items: PatternItem[] = []
  const characters = [...pattern]
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i]!
    if (character === '\\') {
      const next = characters[++i]
      if (next === undefined) return undefined
      items.push(next.codePointAt(0)!)
    } else items.push(character === '%' ? 'any' : character === '_' ? 'one' : character.codePointAt(0)!)
  }
  return items
}

/**
 * A matcher for a LIKE pattern, case-sensitive, by code point. Only the last % is ever retried, so the work is at most
 * text length x pattern length (a regular expression would take exponents of it).
 */
export function likeMatcher(pattern: string): (text: string) => boolean {
  const items = patternItems(pattern) ?? []
  return text =>
    matches(
      items,
      Array.from(text, character => character.codePointAt(0)!),
    )
}

function matches(items: readonly PatternItem[], text: readonly number[]): boolean {
  let item = 0
  let at = 0
  let retryItem = -1
  let retryAt = 0
  while (at < text.length) {
    const expected = items[item]
    if (expected === 'any') {
      retryItem = ++item
      retryAt = at
    } else if (expected !== undefined && (expected === 'one' || expected === text[at])) {
      item++
      at++
    } else if (retryItem >= 0) {
      item = retryItem
      at = ++retryAt
    } else return false
  }
  while (items[item] === 'any') item++
  return item === items.length
}
