import type { PositionStore } from '../store/index.ts'
import type { Fix } from './engine/types.ts'

/** Fixes of one object that are read at a time, when it is read alone. */
const PAGE = 5_000

/** Waits for the database; throws when nobody wants to know any more. */
export type Wait = <T>(answer: Promise<T>) => Promise<T>

/** Fixes by their objects, each object's in the order given. */
export function byObject(fixes: readonly Fix[]): Map<string, readonly Fix[]> {
  const found = new Map<string, Fix[]>()
  for (const fix of fixes) {
    const own = found.get(fix.object)
    if (own) own.push(fix)
    else found.set(fix.object, [fix])
  }
  return found
}

/**
 * An object's fixes until a time, after the first ones that were read together with other objects', `limit` of each at most: who has more is read alone from
 * there on. By time, then number. Throws store-unavailable.
 */
export async function* pagesOf(
  log: Pick<PositionStore, 'track'>,
  object: string,
  {
    first,
    limit,
    to,
    wait = answer => answer,
  }: { readonly first: readonly Fix[]; readonly limit: number; readonly to: number; readonly wait?: Wait },
): AsyncGenerator<readonly Fix[]> {
  yield first
  let last = first.length < limit ? undefined : first.at(-1)
  while (last !== undefined) {
    const page: Fix[] = await wait(log.track(object, { from: last.time, to, after: last, limit: PAGE }))
    yield page
    last = page.length < PAGE ? undefined : page.at(-1)
  }
}
