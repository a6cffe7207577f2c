import { ZongtuError } from '../kernel/index.ts'

const TAG = /^\s*(W\/)?"([\x21\x23-\x7e\x80-\xff]*)"\s*(?:,|$)/

/** Entity tags of an If-Match or If-None-Match header (RFC 9110 sections 13.1.1, 13.1.2), `*`, or undefined when it is absent. */
export function readTags(name: string, header: string): '*' | { weak: boolean; tag: string }[] | undefined {
  if (header === '') return undefined
  if (header.trim() === '*') return '*'
  const tags: { weak: boolean; tag: string }[] = []
  let rest = header
  while (rest.trim() !== '') {
    const match = TAG.exec(rest)
    if (match === null) {
      throw new ZongtuError(
        'bad-parameter',
        `${name} is ${JSON.stringify(header.slice(0, 100))}, it must be * or entity tags such as "0a1b2c3d-12"`,
      )
    }
    tags.push({ weak: match[1] !== undefined, tag: match[2]! })
    rest = rest.slice(match[0].length)
  }
  return tags
}

/**
 * The entity tag of a version in a database. Versions count from 1 in each, so alone they would name a feature of another one too. A feature that is shown
 * where it was last reported looks different with each fix, while its row stays as it is: the number of the fix follows the version. Of such a tag
 * If-Match takes the version alone, for the row is what a write replaces: else nobody could edit what moves.
 */
export const versionTag = (databaseId: string, version: number, fix?: number): string =>
  `${prefixOf(databaseId)}${version}${fix === undefined ? '' : `.${fix}`}`
const prefixOf = (databaseId: string): string => `${databaseId.slice(0, 8)}-`

/** Versions of this database that an If-Match header names; weak and other tags match nothing there. Throws version-required when it is absent. */
export function requiredVersions(header: string, databaseId: string): '*' | string[] {
  const tags = readTags('If-Match', header)
  if (tags === undefined) {
    throw new ZongtuError('version-required', 'send If-Match with the ETag of what is to be changed, so that nobody else’s change is lost')
  }
  if (tags === '*') return '*'
  const prefix = prefixOf(databaseId)
  // What names no version here stays recognisable in the error, and is no number.
  return tags
    .filter(tag => !tag.weak)
    .map(({ tag }) => (tag.startsWith(prefix) ? tag.slice(prefix.length).replace(/\.\d+$/, '') : `the tag "${tag.slice(0, 100)}"`))
}

/** Whether an If-None-Match header names this tag (weak comparison), so that 304 is the answer. */
export function isUnchanged(header: string, tag: string): boolean {
  const tags = readTags('If-None-Match', header)
  return tags === '*' || (tags?.some(candidate => candidate.tag === tag) ?? false)
}
