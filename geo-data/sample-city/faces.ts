import type { Network } from './network.ts'

/** The inner faces of a pruned network as counter-clockwise loops of vertices; the face outside is left out. */
export function traceFaces(network: Network): number[][] {
  const { vertices, links } = network
  const around = links.map((l, v) => {
    const [x, y] = vertices.at(v)
    return [...l.keys()]
      .map(to => ({ to, angle: Math.atan2(vertices.at(to)[1] - y, vertices.at(to)[0] - x) }))
      .sort((a, b) => a.angle - b.angle)
      .map(entry => entry.to)
  })
  const done = new Set<number>()
  const faces: number[][] = []
  for (let a = 0; a < around.length; a++)
    for (const b of around[a]!) {
      if (done.has(a * 2097152 + b)) continue
      const loop = walk(around, done, a, b)
      if (doubleArea(network, loop) > 0) faces.push(loop)
    }
  return faces
}

/** Follows a face on the left: at each vertex the next edge clockwise from the one it came by. */
function walk(around: readonly number[][], done: Set<number>, a: number, b: number): number[] {
  const loop: number[] = []
  let from = a
  let to = b
  while (!done.has(from * 2097152 + to)) {
    done.add(from * 2097152 + to)
    loop.push(from)
    const ring = around[to]!
    const next = ring[(ring.indexOf(from) + ring.length - 1) % ring.length]!
    from = to
    to = next
  }
  return loop
}

function doubleArea({ vertices: { sx, sy } }: Network, loop: readonly number[]): number {
  let sum = 0
  for (let i = 0, j = loop.length - 1; i < loop.length; j = i++) sum += sx[loop[j]!]! * sy[loop[i]!]! - sx[loop[i]!]! * sy[loop[j]!]!
  return sum
}
