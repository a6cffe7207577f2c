import { badImport, shown } from '../shown.ts'

/**
 * The name in a GeoJSON 2008 `crs` member; undefined when there is none (then RFC 7946: WGS 84). Throws bad-import for a link or another shape.
 */
export function crsName(document: unknown): string | undefined {
  const crs = typeof document === 'object' && document !== null ? (document as { crs?: unknown }).crs : undefined
  if (crs === undefined || crs === null) return undefined
  const { type, properties } = crs as { type?: unknown; properties?: { name?: unknown } | null }
  const name = properties?.name
  if (type !== 'name' || typeof name !== 'string') {
    throw badImport(
      `the member "crs" is ${shown(crs)}; only {"type":"name","properties":{"name":"EPSG:n"}} is understood; give crs yourself`,
      {
        rule: 'crs',
      },
    )
  }
  return name
}
