import type { Geometry, Polygon, Position } from 'geojson'
import { type FeatureRef, LAYER_ID } from './ref.ts'

export type LonLat = readonly [lon: number, lat: number]

/** The three that are drawn by hand: 圈选, 周边, 沿线. */
export const TOOLS = ['polygon', 'circle', 'line'] as const
export type Tool = (typeof TOOLS)[number]

/**
 * What an area query asks about. Positions in degrees, WGS 84; lengths in metres. `ring` is open: the first position is not repeated. `reach` is how far to
 * each side of a line (of a feature's geometry, all around) is asked.
 */
export type Shape =
  | { readonly kind: 'polygon'; readonly ring: readonly LonLat[] }
  | { readonly kind: 'circle'; readonly centre: LonLat; readonly radius: number }
  | { readonly kind: 'line'; readonly points: readonly LonLat[]; readonly reach: number }
  | { readonly kind: 'feature'; readonly ref: FeatureRef; readonly reach: number }

/** Longest radius and corridor that are offered, in metres. */
export const MOST_REACH = 50_000
/** More would not fit into an address that can be sent on. */
export const MOST_POSITIONS = 300

/** The question a shape asks: what lies in (or meets) an area, or what is within a distance of a geometry. */
export type Question =
  | { readonly kind: 'within'; readonly geometry: Geometry }
  | { readonly kind: 'around'; readonly geometry: Geometry; readonly distance: number }

/** The question of a shape; `geometry` is that of the feature it names, null while that is unknown. */
export function questionOf(shape: Shape, geometry: Geometry | null): Question | null {
  switch (shape.kind) {
    case 'polygon':
      return { kind: 'within', geometry: polygonOf(shape.ring) }
    case 'circle':
      return { kind: 'around', geometry: { type: 'Point', coordinates: [...shape.centre] }, distance: shape.radius }
    case 'line':
      return { kind: 'around', geometry: { type: 'LineString', coordinates: shape.points.map(at => [...at]) }, distance: shape.reach }
    case 'feature': {
      if (geometry === null) return null
      const areal = geometry.type === 'Polygon' || geometry.type === 'MultiPolygon'
      return areal && shape.reach === 0 ? { kind: 'within', geometry } : { kind: 'around', geometry, distance: shape.reach }
    }
  }
}

/** The ring closed, counter-clockwise as RFC 7946 wants it. */
export function polygonOf(ring: readonly LonLat[]): Polygon {
  const positions = ring.map((at): Position => [...at])
  if (turn(ring) < 0) positions.reverse()
  return { type: 'Polygon', coordinates: [[...positions, [...positions[0]!]]] }
}

function turn(ring: readonly LonLat[]): number {
  let sum = 0
  ring.forEach(([x, y], i) => {
    const [nextX, nextY] = ring[(i + 1) % ring.length]!
    sum += (nextX - x) * (nextY + y)
  })
  return -sum
}

/** `circle/33.1,113.2/500`, `polygon/33.1,113.2;33.2,113.2;33.2,113.3`, `line/33.1,113.2;33.2,113.2/50`, `feature/50/road/r1`. */
export function formatShape(shape: Shape): string {
  switch (shape.kind) {
    case 'polygon':
      return `polygon/${shape.ring.map(formatPosition).join(';')}`
    case 'circle':
      return `circle/${formatPosition(shape.centre)}/${metres(shape.radius)}`
    case 'line':
      return `line/${shape.points.map(formatPosition).join(';')}/${metres(shape.reach)}`
    case 'feature':
      return `feature/${metres(shape.reach)}/${shape.ref.layer}/${encodeURIComponent(shape.ref.id)}`
  }
}

/** The inverse of `formatShape`, up to a tenth of a metre; null where the text says no shape. */
export function parseShape(text: string): Shape | null {
  const [kind, ...parts] = text.split('/')
  const [first = '', second = ''] = parts
  if (kind === 'feature') {
    const reach = parseMetres(first, 0)
    const id = decoded(parts.slice(2).join('/'))
    return reach !== null && id && LAYER_ID.test(second) ? { kind, ref: { layer: second, id }, reach } : null
  }
  const points = parsePositions(first)
  if (points === null) return null
  if (kind === 'polygon') return parts.length === 1 && points.length >= 3 ? { kind, ring: points } : null
  const reach = parseMetres(second)
  if (reach === null || parts.length !== 2) return null
  if (kind === 'circle') return points.length === 1 ? { kind, centre: points[0]!, radius: reach } : null
  return kind === 'line' && points.length >= 2 ? { kind, points, reach } : null
}

const metres = (value: number): string => String(Number(value.toFixed(1)))

function parseMetres(text: string, least = 0.1): number | null {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  return value >= least && value <= MOST_REACH ? value : null
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Latitude first, as positions are shown; six decimals, a tenth of a metre. */
export const formatPosition = ([lon, lat]: LonLat): string => `${Number(lat.toFixed(6))},${Number(lon.toFixed(6))}`

/** A position as it is shown or typed: latitude, longitude. The other order is taken too where only that can be meant. */
export function parsePosition(text: string): LonLat | null {
  const parts = text.trim().split(/\s*[,，\s]\s*/)
  if (parts.length !== 2 || !parts.every(part => /^[-+]?\d+(\.\d+)?$/.test(part))) return null
  const [a, b] = parts.map(Number) as [number, number]
  const [lat, lon] = Math.abs(a) > 90 && Math.abs(b) <= 90 ? [b, a] : [a, b]
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lon, lat] : null
}

/** Positions a line each or parted by semicolons; null if one of them is none, or there are too many. */
export function parsePositions(text: string): LonLat[] | null {
  const parts = text.split(/[;；\n]/).filter(part => part.trim() !== '')
  const positions = parts.map(parsePosition)
  return parts.length > 0 && parts.length <= MOST_POSITIONS && positions.every(at => at !== null) ? positions : null
}
