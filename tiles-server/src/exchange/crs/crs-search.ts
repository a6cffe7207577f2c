import { describeCrs } from './crs.ts'
import { allDefinitions } from './crs-definitions.ts'

/** A coordinate system as people choose it: `name` is what imports and exports take, `title` what it is called. */
export interface CrsHit {
  readonly name: string
  readonly title: string
}

interface Entry {
  readonly name: string
  readonly title: string
  /** Lower case; looked at in this order. */
  readonly texts: readonly string[]
}

const HITS = 20
const WORDS = 10

/** Systems that have no code, and what else people call them. */
const NAMED: readonly Entry[] = [
  { name: 'CRS84', title: 'WGS 84 (longitude, latitude)', texts: ['crs84 wgs 84 wgs84 gps'] },
  { name: 'gcj02', title: 'GCJ-02 (Amap, Tencent)', texts: ['gcj02 gcj-02 amap gaode tencent mars 火星 高德 腾讯'] },
  { name: 'bd09', title: 'BD-09 (Baidu)', texts: ['bd09 bd-09 bd09ll baidu 百度'] },
]

/** What is shown before anything is typed. */
const COMMON = ['EPSG:4490', 'EPSG:3857', ...Array.from({ length: 21 }, (_, i) => `EPSG:${4534 + i}`)]

let shipped: readonly Entry[] | undefined

/** Horizontal systems, of the shortest names first. Read once, at the first search; what is kept is 2 MB. */
function entries(): readonly Entry[] {
  shipped ??= allDefinitions()
    .filter(({ kind, proj4 }) => proj4 !== null && (kind === 'CRS-PROJCRS' || kind === 'CRS-GEOGCRS'))
    .map(({ code, name, area }) => ({
      name: `EPSG:${code}`,
      title: name,
      texts: [`${code} ${name}`.toLowerCase(), `${code} ${name} ${area ?? ''}`.toLowerCase()],
    }))
    .sort((a, b) => a.title.length - b.title.length || Number(a.name.slice(5)) - Number(b.name.slice(5)))
  return shipped
}

/**
 * Coordinate systems by code or by words of their name or area, at most 20, each of which `resolveCrs` takes: the very code first, then codes
 * that begin so, names with all the words, areas with all the words. Without text: those that are common in China.
 */
export function searchCrs(text: string): CrsHit[] {
  const words = text
    .slice(0, 100)
    .toLowerCase()
    .replace(/^\s*epsg\s*:?/, '')
    .split(/[\s/,()]+/)
    .filter(word => word !== '')
    .slice(0, WORDS)
  if (words.length === 0) return [...NAMED.map(hit), ...COMMON.flatMap(usable)].slice(0, HITS)
  const has = (place: number) => (entry: Entry) => words.every(word => entry.texts[place]?.includes(word))
  const code = /^\d+$/.test(words[0]!) && words.length === 1 ? words[0]! : undefined
  const byCode = (entry: Entry): boolean => code !== undefined && entry.name.startsWith(`EPSG:${code}`)
  const found = new Map<string, CrsHit>(NAMED.filter(has(0)).map(entry => [entry.name, hit(entry)]))
  const ranked = [
    () => (code === undefined ? [] : entries().filter(entry => entry.name === `EPSG:${code}`)),
    () => entries().filter(byCode),
    () => entries().filter(has(0)),
    () => entries().filter(has(1)),
  ]
  for (const group of ranked) {
    for (const { name } of group()) {
      if (found.size >= HITS) return [...found.values()]
      for (const one of found.has(name) ? [] : usable(name)) found.set(name, one)
    }
  }
  return [...found.values()]
}

const hit = ({ name, title }: Entry): CrsHit => ({ name, title })

/** Some shipped systems are of other planets, or of projections that are not computed here. */
function usable(name: string): CrsHit[] {
  try {
    return [{ name, title: describeCrs(name).title }]
  } catch {
    return []
  }
}
