import type { Geometry } from 'geojson'
import type { FenceZone } from '../../../../../tiles-server/src/contract/index.ts'

const KEY = 'geometry/'

/**
 * The drawn zone an alert names, among those of its fence's version: by the key, which is made of its shape, or where the browser has no digests (plain
 * http) by its name. Null where none can be told to be it.
 */
export async function drawnZone(zones: readonly FenceZone[], key: string, name: string): Promise<Geometry | null> {
  const drawn = zones.flatMap(zone => ('geometry' in zone ? [zone] : []))
  if (globalThis.crypto?.subtle) {
    for (const { geometry } of drawn) if ((await keyOf(geometry)) === key) return geometry
    return null
  }
  const named = drawn.length === 1 ? drawn : drawn.filter(zone => zone.name === name)
  return named.length === 1 ? named[0]!.geometry : null
}

/** As the server names what is drawn: `geometry/` and 16 characters, base64url, of the SHA-256 of its type and coordinates as JSON. */
async function keyOf(geometry: Geometry): Promise<string> {
  const { type, coordinates } = geometry as Exclude<Geometry, { type: 'GeometryCollection' }>
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([type, coordinates])))
  const text = btoa(String.fromCharCode(...new Uint8Array(digest)))
  return KEY + text.replaceAll('+', '-').replaceAll('/', '_').slice(0, 16)
}
