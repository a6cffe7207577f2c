import type { PositionStore } from '../../store/index.ts'
import type { HistoryRequest } from '../engine/engine.ts'
import type { Fix } from '../engine/types.ts'
import { byObject, pagesOf } from '../tracks.ts'

/** Objects that are read together, and of each so many fixes with the others. */
const TOGETHER = 50
const FIRST = 500

/**
 * Fixes of the log that late ones are evaluated with, by object, each object's by time: those after its moment whose numbers lie between `began` and `before`.
 * Throws store-unavailable.
 */
export async function readHistories(
  log: Pick<PositionStore, 'tracks' | 'track'>,
  wanted: readonly HistoryRequest[],
  { began, before }: { readonly began: number; readonly before: number },
): Promise<Map<string, Fix[]>> {
  const histories = new Map<string, Fix[]>()
  for (let at = 0; at < wanted.length; at += TOGETHER) {
    const some = wanted.slice(at, at + TOGETHER)
    const found = byObject(await log.tracks(some, { to: Infinity, limit: FIRST }))
    for (const { object } of some) {
      const own: Fix[] = []
      const pages = pagesOf(log, object, { first: found.get(object) ?? [], limit: FIRST, to: Infinity })
      for await (const page of pages) for (const fix of page) if (fix.seq > began && fix.seq < before) own.push(fix)
      histories.set(object, own)
    }
  }
  return histories
}
