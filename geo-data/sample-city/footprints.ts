import type { Random } from '../../tiles-server/src/kernel/index.ts'
import type { Point } from './frame.ts'

/** An upright box in a block's own frame, metres. */
export interface Box {
  readonly u0: number
  readonly v0: number
  readonly u1: number
  readonly v1: number
}

export type Shape = 'slab' | 'ell' | 'court' | 'you' | 'step' | 'tee' | 'tower'

/** Rings of a footprint inside a box (outer ring counter-clockwise, then a hole for a courtyard). */
export function footprint(shape: Shape, box: Box, random: Random): Point[][] {
  const { u0, v0, u1, v1 } = box
  const w = u1 - u0
  const d = v1 - v0
  const rect = (a: number, b: number, c: number, e: number): Point[] => [
    [a, b],
    [c, b],
    [c, e],
    [a, e],
  ]
  const wing = Math.min(13, w * 0.32, d * 0.38)
  switch (shape) {
    case 'ell':
      return [
        mirror(
          [
            [u0, v0],
            [u1, v0],
            [u1, v0 + wing],
            [u0 + wing, v0 + wing],
            [u0 + wing, v1],
            [u0, v1],
          ],
          box,
          random,
        ),
      ]
    case 'you':
      return [
        [
          [u0, v0],
          [u1, v0],
          [u1, v1],
          [u1 - wing, v1],
          [u1 - wing, v0 + wing],
          [u0 + wing, v0 + wing],
          [u0 + wing, v1],
          [u0, v1],
        ],
      ]
    case 'court':
      return [rect(u0, v0, u1, v1), rect(u0 + wing, v0 + wing, u1 - wing, v1 - wing).reverse()]
    case 'step': {
      const at = u0 + w * (0.4 + 0.2 * random())
      const by = d * 0.22
      return [
        mirror(
          [
            [u0, v0],
            [at, v0],
            [at, v0 + by],
            [u1, v0 + by],
            [u1, v1],
            [at - w * 0.04, v1],
            [at - w * 0.04, v1 - by],
            [u0, v1 - by],
          ],
          box,
          random,
        ),
      ]
    }
    case 'tee': {
      const a = u0 + w * 0.36
      const b = u1 - w * 0.36
      const m = v0 + d * 0.45
      return [
        [
          [a, v0],
          [b, v0],
          [b, m],
          [u1, m],
          [u1, v1],
          [u0, v1],
          [u0, m],
          [a, m],
        ],
      ]
    }
    case 'tower': {
      const c = Math.min(w, d) * 0.22
      return [
        [
          [u0 + c, v0],
          [u1 - c, v0],
          [u1 - c, v0 + c],
          [u1, v0 + c],
          [u1, v1 - c],
          [u1 - c, v1 - c],
          [u1 - c, v1],
          [u0 + c, v1],
          [u0 + c, v1 - c],
          [u0, v1 - c],
          [u0, v0 + c],
          [u0 + c, v0 + c],
        ],
      ]
    }
    default:
      return [rect(u0, v0, u1, v1)]
  }
}

/** Flips a ring left-right or top-bottom at random, keeping its direction. */
function mirror(ring: Point[], { u0, u1, v0, v1 }: Box, random: Random): Point[] {
  const draw = random()
  if (draw < 0.25) return ring
  if (draw < 0.5) return ring.map(([u, v]): Point => [u0 + u1 - u, v]).reverse()
  if (draw < 0.75) return ring.map(([u, v]): Point => [u, v0 + v1 - v]).reverse()
  return ring.map(([u, v]): Point => [u0 + u1 - u, v0 + v1 - v])
}
