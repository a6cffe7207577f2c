import type { Findings } from './geometry-shape.ts'
import { orient } from './orient.ts'
import type { Position } from './types.ts'

/**
 * A ring closed, without repeated positions and without spikes (out and back along one line). Undefined when fewer than three corners are left.
 * What was done is told to `findings` in the name of the ring.
 */
export function tidyRing(positions: readonly Position[], name: string, { add }: Findings): Position[] | undefined {
  const open = isClosed(positions) ? positions.slice(0, -1) : positions
  const { ring, repeats, spikes } = withoutSpikes(open)
  if (ring.length < 3) return undefined
  if (!isClosed(positions)) add('ring-closed', `${name} was closed: its first position was put at its end`, positions[0])
  if (repeats.length > 0) add('repeated-position', `${counted(repeats.length, 'repeated position')} of ${name} left out`, repeats[0])
  if (spikes.length > 0) add('spike', `${counted(spikes.length, 'spike')} of ${name} (out and back along one line) left out`, spikes[0])
  return [...ring, [...ring[0]!]]
}

const counted = (n: number, what: string): string => `${n} ${what}${n === 1 ? '' : 's'}`

const same = (a: Position, b: Position): boolean => a[0] === b[0] && a[1] === b[1]

const isClosed = (positions: readonly Position[]): boolean => positions.length > 1 && same(positions[0]!, positions[positions.length - 1]!)

/** Whether a line turns straight back at b. */
function turnsBack(a: Position, b: Position, c: Position): boolean {
  const back = (a[0]! - b[0]!) * (c[0]! - b[0]!) + (a[1]! - b[1]!) * (c[1]! - b[1]!) > 0
  return back && orient(a[0]!, a[1]!, b[0]!, b[1]!, c[0]!, c[1]!) === 0
}

interface Tidied {
  readonly ring: Position[]
  readonly repeats: Position[]
  readonly spikes: Position[]
}

/** Works on the ring without its closing position; the ends are compared with each other as well. */
function withoutSpikes(open: readonly Position[]): Tidied {
  const [repeats, spikes]: [Position[], Position[]] = [[], []]
  const ring: Position[] = []
  for (const position of open) {
    if (ring.length > 0 && same(ring.at(-1)!, position)) {
      repeats.push(position)
      continue
    }
    ring.push(position)
    settleEnd(ring, spikes)
  }
  for (let before = -1; before !== ring.length; ) {
    before = ring.length
    if (ring.length > 1 && same(ring[0]!, ring.at(-1)!)) spikes.push(ring.pop()!)
    if (ring.length > 2 && turnsBack(ring.at(-2)!, ring.at(-1)!, ring[0]!)) spikes.push(ring.pop()!)
    if (ring.length > 2 && turnsBack(ring.at(-1)!, ring[0]!, ring[1]!)) spikes.push(ring.shift()!)
  }
  return { ring, repeats, spikes }
}

/** Takes tips of spikes off the end of the line for as long as there are any. */
function settleEnd(ring: Position[], spikes: Position[]): void {
  while (ring.length > 2 && turnsBack(ring.at(-3)!, ring.at(-2)!, ring.at(-1)!)) {
    const end = ring.pop()!
    spikes.push(ring.pop()!)
    if (!same(ring.at(-1)!, end)) ring.push(end)
  }
}

/** The same text for the same ring, wherever it starts and whichever way it runs. */
function ringKey(ring: readonly Position[]): string {
  const texts = ring.slice(0, -1).map(([x, y]) => `${x} ${y}`)
  const least = texts.reduce((best, text, i) => (text < texts[best]! ? i : best), 0)
  const from = [...texts.slice(least), ...texts.slice(0, least)]
  const back = [from[0]!, ...from.slice(1).reverse()]
  return [from.join(), back.join()].sort()[0]!
}

/** Polygons that occur once each, with holes that occur once each: a second copy says nothing new. */
export function withoutCopies(polygons: readonly Position[][][], { add }: Findings): Position[][][] {
  const seen = new Set<string>()
  return polygons.flatMap(([outer, ...holes]) => {
    const own = new Map<string, Position[]>()
    for (const hole of holes) {
      const key = ringKey(hole)
      if (own.has(key)) add('duplicate-hole', 'a hole that occurs twice was kept once', hole[0])
      else own.set(key, hole)
    }
    const key = [ringKey(outer!), ...[...own.keys()].sort()].join(';')
    if (seen.has(key)) {
      add('duplicate-polygon', 'a polygon that occurs twice was kept once', outer![0])
      return []
    }
    seen.add(key)
    return [[outer!, ...own.values()]]
  })
}
