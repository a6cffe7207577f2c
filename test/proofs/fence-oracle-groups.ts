import type { OracleFence, Presence } from './fence-oracle-types.ts'

/** Crowds and absences in a zone, from who counts there when. */
export function groups(
  fence: OracleFence,
  presences: readonly Presence[],
  isOpen: (time: number) => boolean,
  { from, until }: { from: number; until: number },
  tell: (transition: string, time: number) => void,
): void {
  // At the same moment who leaves goes first; who came and left at once was not there.
  const real = presences.filter(presence => presence.to > presence.from)
  const events = real
    .flatMap(presence => [
      { time: presence.from, delta: 1 },
      { time: presence.to, delta: -1 },
    ])
    .filter(({ time }) => time <= until)
    .sort((a, b) => a.time - b.time || a.delta - b.delta)
  if (fence.crowd && fence.detect.includes('crowd')) {
    let [count, isCrowded] = [0, false]
    for (const { time, delta } of events) {
      count += delta
      if (!isCrowded && count >= fence.crowd.count) {
        isCrowded = true
        tell('crowd', time)
      } else if (isCrowded && count <= fence.crowd.clear) isCrowded = false
    }
  }
  if (!fence.absent || !fence.detect.includes('absent')) return
  // Empty and looked at: from moment to moment at which either may change.
  const moments = new Set([from, ...events.map(({ time }) => time), until])
  for (let minute = Math.ceil(from / 60_000) * 60_000; minute <= until; minute += 60_000) moments.add(minute)
  let since: number | undefined
  let isTold = false
  for (const moment of [...moments].filter(time => time >= from && time <= until).sort((a, b) => a - b)) {
    if (since !== undefined && !isTold && since + fence.absent.seconds * 1000 <= moment) {
      isTold = true
      tell('absent', since + fence.absent.seconds * 1000)
    }
    const isEmpty = !real.some(presence => presence.from <= moment && moment < presence.to)
    const cameNow = real.some(presence => presence.from === moment)
    if (cameNow || !isEmpty || !isOpen(moment)) {
      since = undefined
      isTold = false
    }
    if (isEmpty && isOpen(moment)) since ??= moment
  }
}
