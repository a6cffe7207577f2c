import type { PositionStore } from '../../store/index.ts'
import type { Span } from '../engine/replay.ts'
import type { Fix } from '../engine/types.ts'
import { byObject, pagesOf, type Wait } from '../tracks.ts'

/** Objects that are read together, and of each so many fixes with the others. */
const TOGETHER = 50
const FIRST = 100
const NAMES = 2_000
/** Plausible fixes before the time that tell where an object was; more where those do not agree. A jump that lasts longer is believed. */
const BEFORE = 8
const LONG_BEFORE = 256

type Log = Pick<PositionStore, 'tracks' | 'lastBefore' | 'track' | 'latest'>

/** What is recorded of an object. Fixes by time, then number. */
export interface Recorded {
  readonly object: string
  /** The last ones up to the time, plausible by themselves. */
  readonly before: readonly Fix[]
  readonly pages: AsyncIterable<readonly Fix[]>
}

/** Ids of all objects that plausible fixes are kept of, in order. Throws store-unavailable. */
export async function everyObject(log: Pick<Log, 'latest'>, wait: Wait): Promise<string[]> {
  const objects: string[] = []
  for (;;) {
    const after = objects.at(-1)
    const page = await wait(log.latest({ limit: NAMES, ...(after !== undefined && { after }) }))
    for (const { object } of page) objects.push(object)
    if (page.length < NAMES) return objects
  }
}

/**
 * Objects one by one, each with its fixes before and in the time. `isSettled` says of fixes whether they agree on where the object was. Memory does not grow
 * with the time nor with the objects. Throws store-unavailable.
 */
export async function* recorded(
  log: Log,
  objects: readonly string[],
  { from, to }: Span,
  { wait, isSettled }: { readonly wait: Wait; readonly isSettled: (before: readonly Fix[]) => boolean },
): AsyncGenerator<Recorded> {
  const read = async (at: number) => {
    if (at >= objects.length) return []
    const some = objects.slice(at, at + TOGETHER)
    const first = byObject(
      await wait(
        log.tracks(
          some.map(object => ({ object, after: from })),
          { to, limit: FIRST },
        ),
      ),
    )
    const before = byObject(await wait(log.lastBefore(some, { until: from, limit: BEFORE })))
    const unclear = [...before].flatMap(([object, fixes]) => (isSettled(fixes) ? [] : [object]))
    for (const object of unclear) before.set(object, await wait(log.lastBefore([object], { until: from, limit: LONG_BEFORE })))
    return some.map(object => ({ object, before: before.get(object) ?? [], first: first.get(object) ?? [] }))
  }
  let ahead = read(0)
  for (let at = 0; at < objects.length; at += TOGETHER) {
    const found = await ahead
    // The next are read while these are worked on.
    ahead = read(at + TOGETHER)
    ahead.catch(() => undefined)
    for (const { object, before, first } of found) yield { object, before, pages: pagesOf(log, object, { first, limit: FIRST, to, wait }) }
  }
  await ahead
}
