import fc from 'fast-check'
import { expect, test } from 'vitest'
import { latToY, lonToX, tilesCovering } from '../geo/index.ts'
import { createTiles } from './index.ts'
import { type DecodedFeature, decode, feature, layerDef, MemoryLive } from './live.test-support.ts'

const text = (name: string) => ({ 'zh-CN': name, en: name })
const codes = (...values: (string | number)[]) => values.map(value => ({ value, title: text(String(value)) }))
const def = layerDef('incident', 'point', {
  cluster: { by: ['category', 'rank'] },
  time: 'at',
  properties: [
    { name: 'category', title: text('category'), type: 'string', codes: codes('fire', 'flood', 'theft'), tileFrom: 0 },
    { name: 'rank', title: text('rank'), type: 'integer', codes: codes(0, 1, 2), tileFrom: 0 },
    { name: 'note', title: text('note'), type: 'string' },
    { name: 'at', title: text('at'), type: 'datetime' },
  ],
})

interface Spot {
  readonly lon: number
  readonly lat: number
  /** `other` is no declared code: data that was imported may have it. */
  readonly category: string | null
  readonly rank: number | null
  readonly note: string
  readonly at: string | null
}
const DAY = Date.UTC(2026, 0, 1)
const HOUR = 3_600_000
const spot: fc.Arbitrary<Spot> = fc.record({
  lon: fc.double({ min: 113.99, max: 114.01, noNaN: true }),
  lat: fc.double({ min: 30.99, max: 31.01, noNaN: true }),
  category: fc.constantFrom('fire', 'flood', 'theft', 'other', null),
  rank: fc.constantFrom(0, 1, 2, 3, null),
  note: fc.constantFrom('a', 'ab', 'b'),
  at: fc.option(fc.integer({ min: -30, max: 60 }).map(hours => new Date(DAY + hours * HOUR).toISOString())),
})

const time = ({ at }: Spot): number => (at === null ? Number.NaN : Date.parse(at))
const day = ({ at }: Spot): string => at?.slice(0, 10) ?? ''
/** A filter, a time, and what they mean. */
const selections: readonly [filter: string | undefined, datetime: string | undefined, holds: (s: Spot) => boolean][] = [
  ["category = 'fire'", undefined, s => s.category === 'fire'],
  [
    "category IN ('fire', 'other') AND rank <> 2",
    undefined,
    s => ['fire', 'other'].includes(s.category!) && s.rank !== null && s.rank !== 2,
  ],
  ["NOT category = 'fire'", undefined, s => s.category !== null && s.category !== 'fire'],
  ["category IS NULL OR category LIKE 'f%'", undefined, s => s.category === null || s.category.startsWith('f')],
  ["note LIKE 'a%' AND category <> 'flood'", undefined, s => s.note.startsWith('a') && s.category !== null && s.category !== 'flood'],
  ["category = 'fire' OR note = 'b'", undefined, s => s.category === 'fire' || s.note === 'b'],
  ["at >= TIMESTAMP('2026-01-01T00:00:00Z') AND rank IN (0, 1)", undefined, s => time(s) >= DAY && (s.rank === 0 || s.rank === 1)],
  ["at > DATE('2026-01-01')", undefined, s => day(s) > '2026-01-01'],
  [
    "at <= DATE('2026-01-01') AND at > TIMESTAMP('2026-01-01T05:00:00+08:00')",
    undefined,
    s => day(s) <= '2026-01-01' && time(s) > DAY - 3 * HOUR,
  ],
  [
    "at BETWEEN DATE('2025-12-31') AND TIMESTAMP('2026-01-01T12:00:00Z')",
    undefined,
    s => day(s) >= '2025-12-31' && time(s) <= DAY + 12 * HOUR,
  ],
  ["at <> DATE('2026-01-01')", undefined, s => s.at !== null && day(s) !== '2026-01-01'],
  ["at IS NULL OR at < DATE('2026-01-01')", undefined, s => s.at === null || day(s) < '2026-01-01'],
  ['rank = 1 AND rank = 2', undefined, () => false],
  ['TRUE', undefined, () => true],
  [undefined, '2026-01-01T00:00:00Z/2026-01-02T00:00:00Z', s => time(s) >= DAY && time(s) <= DAY + 24 * HOUR],
  [undefined, '../2026-01-01T00:00:00Z', s => time(s) <= DAY],
  [
    "category = 'theft' AND at < DATE('2026-01-02')",
    '2026-01-01T06:00:00Z/..',
    s => s.category === 'theft' && time(s) >= DAY + 6 * HOUR && day(s) < '2026-01-02',
  ],
  ["note = 'a'", '2025-01-01T00:00:00Z/2027-01-01T00:00:00Z', s => s.note === 'a' && s.at !== null],
]

/** So many points elsewhere that a tile of few points is not worth a scan of all. */
const FAR = 3_000

function serve() {
  const live = new MemoryLive([def])
  const far = Array.from({ length: FAR }, (_, i) => feature(`far${i}`, { type: 'Point', coordinates: [i / 100, 0] }, { category: 'fire' }))
  live.apply(far.map(set => ({ layer: 'incident', set })))
  return { live, tiles: createTiles({ live, catalog: { themes: [] }, databaseId: 'test', cacheBytes: 1e7 }) }
}

/** What the cells of a zoom must show, by cell: from the definition, one spot after the other. */
function expected(spots: ReadonlyMap<string, Spot>, zoom: number, holds: (s: Spot) => boolean): Map<string, object> {
  const cellOf = ({ lon, lat }: Spot, z: number): string =>
    `${Math.floor(lonToX(lon) * 2 ** (z + 3))}-${Math.floor(latToY(lat) * 2 ** (z + 3))}`
  const cells = new Map<string, [string, Spot][]>()
  for (const entry of spots) {
    if (!holds(entry[1])) continue
    const cell = cellOf(entry[1], zoom)
    cells.set(cell, [...(cells.get(cell) ?? []), entry])
  }
  return new Map(
    [...cells].map(([cell, members]) => {
      if (members.length === 1) return [members[0]![0], { count: 1 }]
      const of = (name: 'category' | 'rank', value: unknown) => members.filter(([, s]) => s[name] === value).length
      const counts = [['fire', 'flood', 'theft'].map(value => of('category', value)), [0, 1, 2].map(value => of('rank', value))]
      let opens = zoom + 1
      while (opens < 15 && new Set(members.map(([, s]) => cellOf(s, opens))).size === 1) opens++
      return [`cluster-${zoom}-${cell}`, { count: members.length, counts, opens }]
    }),
  )
}

function shown({ id, properties }: DecodedFeature): [string, object] {
  if (!properties.cluster) return [id, { count: Number(properties.count) }]
  const of = (name: string, value: unknown) => Number(properties[`${name}_${String(value)}`] ?? 0)
  const counts = [['fire', 'flood', 'theft'].map(value => of('category', value)), [0, 1, 2].map(value => of('rank', value))]
  return [id, { count: Number(properties.count), counts, opens: Number(properties.zoom) }]
}

test('a selection is clustered as its points one by one would be, whatever way they are found and whatever was changed before', async () => {
  const { live, tiles } = serve()
  const edits = fc.array(fc.tuple(fc.nat(40), fc.option(spot, { freq: 4 })), { maxLength: 30 })
  const spots = new Map<string, Spot>()
  await fc.assert(
    fc.asyncProperty(
      edits,
      fc.constantFrom(...selections),
      fc.integer({ min: 6, max: 14 }),
      async (list, [filter, datetime, holds], zoom) => {
        for (const [n, one] of list) {
          const id = `i${n}`
          if (one) spots.set(id, one)
          else spots.delete(id)
        }
        const ids = [...new Set(list.map(([n]) => `i${n}`))]
        live.apply(
          ids.map(id => {
            const one = spots.get(id)
            if (!one) return { layer: 'incident', remove: id }
            const { lon, lat, ...properties } = one
            return { layer: 'incident', set: feature(id, { type: 'Point', coordinates: [lon, lat] }, properties) }
          }),
        )
        const found = new Map<string, object>()
        for (const [z, x, y] of tilesCovering(zoom, [113.985, 30.985, 114.015, 31.015])) {
          const request = { tileset: 'incident', z, x, y, encoding: 'identity' as const }
          const { body } = await tiles.tile({
            ...request,
            ...(filter !== undefined && { filter }),
            ...(datetime !== undefined && { datetime }),
          })
          for (const one of decode(body).map(shown)) found.set(...one)
        }
        expect(found).toEqual(expected(spots, zoom, holds))
      },
    ),
    { numRuns: 400, endOnFailure: true },
  )
})

test('points beyond the mercator square are counted in its outermost tiles, selected or not', async () => {
  const live = new MemoryLive([def])
  const places = [
    [0.5, 89.9],
    [180, 86],
    [-180, -90],
    [0.5, -85.06],
  ]
  live.apply(
    places.map((coordinates, i) => ({ layer: 'incident', set: feature(`p${i}`, { type: 'Point', coordinates }, { category: 'fire' }) })),
  )
  const tiles = createTiles({ live, catalog: { themes: [] }, databaseId: 'test', cacheBytes: 1e7 })
  for (const zoom of [0, 3, 14, 15]) {
    for (const filter of [undefined, "category = 'fire'", "category = 'fire' OR note = 'x'"]) {
      const last = 2 ** zoom - 1
      const middle = Math.floor(lonToX(0.5) * 2 ** zoom)
      const corners = new Set([0, last].flatMap(y => [0, middle, last].map(x => `${x}/${y}`)))
      let count = 0
      for (const corner of corners) {
        const [x, y] = corner.split('/').map(Number) as [number, number]
        const { body } = await tiles.tile({ tileset: 'incident', z: zoom, x, y, encoding: 'identity', ...(filter && { filter }) })
        for (const one of decode(body)) count += Number(one.properties.count ?? 1)
      }
      expect([zoom, filter, count]).toEqual([zoom, filter, 4])
    }
  }
})
