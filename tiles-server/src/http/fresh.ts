import { ZongtuError } from '../kernel/index.ts'
import type { HttpDeps } from './deps.ts'

/** Longest time a read waits for `min_seq`, in milliseconds. */
const LONGEST_WAIT = 5_000

/**
 * `min_seq`: a read of `layers` that must show this change waits for it, for a bounded time; not at all for a change nobody has made yet.
 * The cursor alone does not tell: a layer that was replaced as a whole goes on loading after it. Call before layers are looked up, since the
 * change may be what makes one known here. Throws seq-not-reached.
 */
export async function waitForMinSeq(
  { live, store }: Pick<HttpDeps, 'live' | 'store'>,
  seq: number | undefined,
  layers: readonly string[],
): Promise<void> {
  if (seq === undefined) return
  const refuse = (why: string) => new ZongtuError('seq-not-reached', `min_seq is ${seq}, ${why}`, { seq: live.seq })
  if (live.seq < seq) {
    const newest = await store.currentSeq().catch(() => undefined)
    if (newest !== undefined && newest < seq) throw refuse(`the newest change is ${newest}`)
  }
  await Promise.all(layers.map(layer => live.waitFor(seq, layer, LONGEST_WAIT))).catch(() => {
    throw refuse(
      `this server shows change ${live.seq} after ${LONGEST_WAIT} ms${live.loading.length > 0 ? ', and is still loading layers' : ''}`,
    )
  })
}
