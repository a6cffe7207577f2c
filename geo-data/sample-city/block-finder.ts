import type { Block } from './blocks.ts'
import { boxOf, insideRing } from './curves.ts'
import type { Point } from './frame.ts'

const CELL = 400

/** Which block a place lies in; null outside the city. For placing things, not for deciding about points on edges. */
export function blockFinder(blocks: readonly Block[]): (p: Point) => Block | null {
  const cells = new Map<number, Block[]>()
  const key = (cx: number, cy: number): number => (cx + 1024) * 4096 + cy + 1024
  for (const block of blocks) {
    const [w, s, e, n] = boxOf(block.ring).map(v => Math.floor(v / CELL)) as [number, number, number, number]
    for (let cx = w; cx <= e; cx++)
      for (let cy = s; cy <= n; cy++) {
        const list = cells.get(key(cx, cy))
        if (list) list.push(block)
        else cells.set(key(cx, cy), [block])
      }
  }
  return p => cells.get(key(Math.floor(p[0] / CELL), Math.floor(p[1] / CELL)))?.find(block => insideRing(p, block.ring)) ?? null
}
