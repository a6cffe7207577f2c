import { badImport, shown } from '../shown.ts'
import type { SourceEntry } from './parse/job.ts'

/** The entry that is meant, by name (any case when that is clear). Throws bad-import, rule "entry", that lists the entries. */
export function chooseEntry(
  source: string,
  entries: readonly SourceEntry[],
  name: string | undefined,
  firstByDefault = false,
): SourceEntry {
  if (entries.length === 0) throw badImport(`${source} has no feature layer`, { rule: 'empty' })
  const names = entries.map(entry => entry.name)
  const known = names.map(shown).slice(0, 100).join(', ')
  if (name === undefined) {
    if (entries.length === 1 || firstByDefault) return entries[0]!
    throw badImport(`${source} has ${entries.length} layers; choose one by entry: ${known}`, {
      rule: 'entry',
      entries: names.slice(0, 1000),
    })
  }
  const loose = entries.filter(entry => entry.name.toLowerCase() === name.toLowerCase())
  const found = entries.find(entry => entry.name === name) ?? (loose.length === 1 ? loose[0] : undefined)
  if (found !== undefined) return found
  throw badImport(`${source} has no layer "${shown(name)}"; it has ${known}`, {
    rule: 'entry',
    value: shown(name),
    entries: names.slice(0, 1000),
  })
}
