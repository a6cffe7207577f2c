import { area2, type DrawnFeature, decode, onCut, type Xy } from './mosaic.ts'

export interface SeamFigures {
  readonly tiles: number
  /** Edges that two neighbours share, vertex for vertex. */
  readonly shared: number
  /** Edges that only one unit has: the rim of the coverage. */
  readonly rim: number
  /** Parts no wider than a unit: what the zoom flattened is drawn as a line. */
  readonly slivers: number
}

export const noSeams = (): { -readonly [K in keyof SeamFigures]: number } => ({ tiles: 0, shared: 0, rim: 0, slivers: 0 })

const textOf = (a: Xy, b: Xy): string =>
  a[0] < b[0] || (a[0] === b[0] && a[1] <= b[1]) ? `${a.join()} ${b.join()}` : `${b.join()} ${a.join()}`

/** A ring that is nowhere wider than about one unit. */
function isSliver(ring: readonly Xy[]): boolean {
  const [xs, ys] = [ring.map(p => p[0]), ring.map(p => p[1])]
  return Math.abs(area2(ring)) <= 2 * Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys))
}

/**
 * What is left of the directed edges of a tile's units when an edge and its reverse cancel, apart from edges along the cut: the rim, if every shared
 * edge has identical vertices in both neighbours. Net counts by edge, positive in the edge's own direction; several may fall onto one edge where a
 * coarse grid leaves no room between them. `thin`: edges of slivers, which may be left over.
 */
function rimOf(features: readonly DrawnFeature[], figures: ReturnType<typeof noSeams>) {
  const net = new Map<string, number>()
  const thin = new Set<string>()
  for (const ring of features.flatMap(feature => feature.rings)) {
    const sliver = isSliver(ring)
    if (sliver) figures.slivers++
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]!
      if ((a[0] === b[0] && a[1] === b[1]) || onCut(a, b)) return
      const key = textOf(a, b)
      if (sliver) thin.add(key)
      const sum = (net.get(key) ?? 0) + (key.startsWith(`${a.join()} `) ? 1 : -1)
      if (sum !== 0) net.set(key, sum)
      else if (net.delete(key)) figures.shared++
    })
  }
  return { net, thin }
}

/** The edges by which two rims differ, as directed edges, by connected component. */
function differences(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): [Xy, Xy][][] {
  const at = new Map<string, [Xy, Xy][]>()
  const join = (into: [Xy, Xy][], from: [Xy, Xy][] | undefined): void => {
    if (!from || from === into) return
    into.push(...from)
    for (const edge of from) for (const end of edge) at.set(end.join(), into)
  }
  for (const key of new Set([...one.keys(), ...other.keys()])) {
    const times = (one.get(key) ?? 0) - (other.get(key) ?? 0)
    if (times === 0) continue
    const [a, b] = endsOf(key)
    const component = Array.from({ length: Math.abs(times) }, (): [Xy, Xy] => (times > 0 ? [a, b] : [b, a]))
    for (const end of [a, b]) {
      join(component, at.get(end.join()))
      at.set(end.join(), component)
    }
  }
  return [...new Set(at.values())]
}

/** Closed runs of edges that enclose nothing wider than a unit: twice the area is at most the length around. */
function isThin(edges: readonly [Xy, Xy][]): boolean {
  const [[ox, oy]] = edges[0]!
  let [area, length] = [0, 0]
  for (const [[ax, ay], [bx, by]] of edges) {
    area += (ax - ox) * (by - oy) - (bx - ox) * (ay - oy)
    length += Math.hypot(bx - ax, by - ay)
  }
  return Math.abs(area) <= length + 1e-9
}

const endsOf = (key: string): [Xy, Xy] => key.split(' ').map(end => end.split(',').map(Number)) as unknown as [Xy, Xy]

/**
 * One tile of one or several nested levels, finest first: every shared edge has the same vertices in both neighbours, and what is left is the same rim
 * at every level, but for gaps and overlaps no wider than a unit, which a coarse grid makes of what it flattens. `isRim`: for a
 * coverage without levels, whether an edge may be on the rim.
 */
export function checkSeams(
  where: string,
  levels: readonly { readonly layer: string; readonly body: ArrayBuffer | undefined }[],
  figures: ReturnType<typeof noSeams>,
  isRim?: (a: Xy, b: Xy) => boolean,
): void {
  figures.tiles++
  const [finest, ...rest] = levels.map(({ layer, body }) => rimOf(body ? decode(body, layer) : [], figures))
  figures.rim += finest!.net.size
  rest.forEach(({ net }, i) => {
    const wide = differences(finest!.net, net).find(edges => !isThin(edges))
    if (wide) throw new Error(`${where}: ${levels[0]!.layer} and ${levels[i + 1]!.layer} have different rims: ${JSON.stringify(wide)}`)
  })
  if (!isRim) return
  const strays = new Map([...finest!.net].filter(([key]) => !finest!.thin.has(key) && !isRim(...endsOf(key))))
  const wide = differences(strays, new Map()).find(edges => !isThin(edges))
  if (wide) throw new Error(`${where}: edges inside the coverage have no neighbour: ${JSON.stringify(wide)}`)
}
