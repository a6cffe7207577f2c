import { shown, ZongtuError } from '../kernel/index.ts'
import { isPlainText } from './properties.ts'

const LONGEST = 128

/** Feature ids are 1 to 128 printable characters (no control characters, no line or paragraph separators, not only dots). Throws bad-property. */
export function checkId(id: string): string {
  const refuse = (rule: string) => new ZongtuError('bad-property', `feature id is ${shown(id)}, it must be ${rule}`, { property: 'id' })
  if (id.length === 0 || id.length > LONGEST) throw refuse(`1 to ${LONGEST} characters long`)
  if (!isPlainText(id) || /[\p{Cc}\p{Zl}\p{Zp}]/u.test(id)) throw refuse('made of printable characters')
  // A URL ending in /. or /.. names another resource before the server sees it.
  if (id === '.' || id === '..') throw refuse('something else than a path segment of dots')
  return id
}
