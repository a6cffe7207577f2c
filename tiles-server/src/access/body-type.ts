import { ZongtuError } from '../kernel/index.ts'

const JSON_TYPES = ['application/json', 'application/geo+json']

/**
 * A body must say that it is JSON. Types that a page of another origin can send without asking first (text/plain, forms) are so refused.
 * Throws unsupported-media-type.
 */
export function assertBodyType(contentType: string | undefined, allowed: readonly string[] = JSON_TYPES): void {
  const [type = '', ...parameters] = (contentType ?? '').split(';').map(part => part.trim().toLowerCase())
  const charset = parameters
    .find(part => part.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '')
  if (allowed.includes(type) && (charset === undefined || charset === 'utf-8' || charset === 'utf8')) return
  throw new ZongtuError(
    'unsupported-media-type',
    `Content-Type is ${JSON.stringify(contentType?.slice(0, 100) ?? 'absent')}, it must be ${allowed.join(' or ')} in UTF-8`,
  )
}
