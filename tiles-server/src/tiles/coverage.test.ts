import { describe, expect, test } from 'vitest'
import { buildTopology, fromLattice, type Position, tilesCovering } from '../geo/index.ts'
import { seededRandom } from '../kernel/index.ts'
import { Outline } from '../live/index.ts'
import { frameOf } from './frame.ts'
import { createTiles } from './index.ts'
import { type DecodedFeature, decode, feature, layerDef, MemoryLive } from './live.test-support.ts'

const SIDE = 6
const STEP = 60_000
const PIECES = 40

/** SIDE x SIDE faces whose shared edges wander, on the lattice; about 3 km across. */
function wanderingFaces(seed: number): { id: string; geometry: GeoJSON.Polygon }[] {
  const random = seededRandom(seed)
  const wander = (size: number): number => Math.round((random() - 0.5) * size)
  const corner = Array.from({ length: SIDE + 1 }, (_, j) =>
    Array.from({ length: SIDE + 1 }, (_, i): [number, number] => [
      1140000000 + i * STEP + wander(20_000),
      310000000 + j * STEP + wander(20_000),
    ]),
  )
  const edges = new Map<string, [number, number][]>()
  const edge = (a: readonly [number, number], b: readonly [number, number]): [number, number][] => {
    const forward = edges.get(`${a.join()} ${b.join()}`)
    if (forward) return forward
    const line = Array.from({ length: PIECES }, (_, k): [number, number] => {
      const t = k / PIECES
      const off = k === 0 ? 0 : 1500
      return [Math.round(a[0] + (b[0] - a[0]) * t) + wander(off), Math.round(a[1] + (b[1] - a[1]) * t) + wander(off)]
    })
    edges.set(`${a.join()} ${b.join()}`, line)
    edges.set(`${b.join()} ${a.join()}`, [b as [number, number], ...line.slice(1).reverse()])
    return line
  }
  const degrees = ([x, y]: readonly [number, number]): Position => [fromLattice(x), fromLattice(y)]
  const faces: { id: string; geometry: GeoJSON.Polygon }[] = []
  for (let j = 0; j < SIDE; j++) {
    for (let i = 0; i < SIDE; i++) {
      const ends = [corner[j]![i]!, corner[j]![i + 1]!, corner[j + 1]![i + 1]!, corner[j + 1]![i]!]
      const ring = ends.flatMap((end, k) => edge(end, ends[(k + 1) % 4]!))
      faces.push({ id: `f${j * SIDE + i}`, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0]!].map(degrees)] } })
    }
  }
  return faces
}

function serve(seed: number) {
  const faces = wanderingFaces(seed)
  const { topology, problems } = buildTopology(faces)
  const live = new MemoryLive([
    layerDef('grid', 'polygon', { coverage: true }),
    layerDef('city', 'polygon', { coverage: true }),
    layerDef('boundary', 'line', { coverage: true }),
  ])
  const shared = (id: string, rings: NonNullable<ReturnType<typeof topology.rings>>) => ({
    ...feature(id, topology.geometry(rings)),
    shared: new Outline(topology, rings),
  })
  const outline = topology.group(() => 'all').get('all')!
  live.apply([
    ...faces.map(({ id }) => ({ layer: 'grid', set: shared(id, topology.rings(id)!) })),
    { layer: 'city', set: shared('all', outline) },
    ...[...topology.boundaries()].map(({ arc }) => {
      const flat = topology.line(arc)
      const coordinates = Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i]!, flat[2 * i + 1]!])
      const line = feature(arc.key, { type: 'LineString', coordinates })
      return { layer: 'boundary', set: { ...line, shared: new Outline(topology, [[{ arc, reversed: false }]], 'line') } }
    }),
  ])
  return { live, problems, tiles: createTiles({ live, catalog: { themes: [] }, databaseId: 'test', cacheBytes: 0 }) }
}

const onCut = ([a, b]: readonly (readonly number[])[]): boolean => [0, 1].some(k => a![k] === b![k] && (a![k] === -64 || a![k] === 4160))
const edgesOf = (f: DecodedFeature): string[] =>
  f.runs.flatMap(run => run.slice(1).flatMap((b, i) => (onCut([run[i]!, b]) ? [] : [[run[i]!.join(), b.join()].sort().join(' ')])))
/** Edges that occur an odd number of times: what two neighbours share cancels. */
function odd(edges: readonly string[]): string[] {
  const seen = new Set<string>()
  for (const edge of edges) if (!seen.delete(edge)) seen.add(edge)
  return [...seen].sort()
}

describe('a coverage in tiles', () => {
  test.each([
    [1, 'wgs84'],
    [2, 'wgs84'],
    [3, 'wgs84'],
    [1, 'gcj02'],
  ] as const)(
    'seed %i in %s: at every zoom and in every tile neighbours share their edges, and what is left is the outline',
    async (seed, crs) => {
      const { live, problems, tiles } = serve(seed)
      expect(problems).toEqual([])
      for (let zoom = 8; zoom <= 16; zoom++) {
        const seen = new Set<string>()
        for (const [z, x, y] of tilesCovering(zoom, frameOf(crs).image(live.layer('city').bounds!))) {
          const { body } = await tiles.tile({ tileset: 'grid,city,boundary', z, x, y, crs, encoding: 'identity' })
          const found = decode(body)
          const of = (layer: string): DecodedFeature[] => found.filter(f => f.layer === layer)
          for (const f of of('grid')) seen.add(f.id)
          expect(odd(of('grid').flatMap(edgesOf)), `${z}/${x}/${y}`).toEqual(odd(of('city').flatMap(edgesOf)))
          const drawn = new Set(of('boundary').flatMap(edgesOf))
          for (const edge of of('grid').flatMap(edgesOf)) expect(drawn.has(edge), `${z}/${x}/${y} ${edge}`).toBe(true)
        }
        expect(seen.size, `zoom ${zoom}`).toBe(SIDE * SIDE)
      }
    },
  )

  test('two tiles agree on every vertex of the strip that both show', async () => {
    const { live, tiles } = serve(4)
    for (let zoom = 12; zoom <= 16; zoom++) {
      const all = new Map<string, DecodedFeature[]>()
      for (const [z, x, y] of tilesCovering(zoom, live.layer('city').bounds!)) {
        all.set(`${x}/${y}`, decode((await tiles.tile({ tileset: 'grid', z, x, y, encoding: 'identity' })).body))
      }
      for (const [key, left] of all) {
        const [x, y] = key.split('/').map(Number)
        const right = all.get(`${x! + 1}/${y!}`)
        if (right) expect(strip(left, 4096), `${zoom}/${key}`).toEqual(strip(right, 0))
      }
    }
  })
})

/** Vertices within 60 units of the seam at x = `seam`, measured from it; cut points at the top and the bottom left out. */
const strip = (features: readonly DecodedFeature[], seam: number): string[] => {
  const near = ([px, py]: readonly [number, number]): boolean => Math.abs(px - seam) < 60 && py > -64 && py < 4160
  return [
    ...new Set(
      features.flatMap(f =>
        f.runs
          .flat()
          .filter(near)
          .map(([px, py]) => `${f.id} ${px - seam} ${py}`),
      ),
    ),
  ].sort()
}
