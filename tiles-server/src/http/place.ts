import { shown } from '../features/index.ts'
import { ZongtuError } from '../kernel/index.ts'
import type { Call } from './route.ts'

/** The tile a path names by `z`, `x` and `y`. Throws bad-tile. */
export function readPlace(path: Call['path'], maxZoom: number): { z: number; x: number; y: number } {
  const number = (name: 'z' | 'x' | 'y', limit: number): number => {
    const text = path[name]!
    const value = /^(0|[1-9]\d{0,6})$/.test(text) ? Number(text) : Number.NaN
    if (!(value <= limit)) throw new ZongtuError('bad-tile', `tile ${name} is ${shown(text)}, it must be a whole number from 0 to ${limit}`)
    return value
  }
  const z = number('z', maxZoom)
  return { z, x: number('x', 2 ** z - 1), y: number('y', 2 ** z - 1) }
}
