import type { FoundFeature, PropertyValue } from '../../../../../tiles-server/src/contract/index.ts'

/** The results as a GeoJSON FeatureCollection, WGS 84; each feature says its layer. */
export const geojsonOf = (hits: readonly FoundFeature[]): string =>
  `${JSON.stringify({
    type: 'FeatureCollection',
    features: hits.map(({ id, layer, geometry, properties }) => ({ type: 'Feature', id, geometry, properties: { layer, ...properties } })),
  })}\n`

/**
 * The results as CSV for spreadsheets: UTF-8 with a byte order mark, RFC 4180. Points have `lon` and `lat`, other geometries their GeoJSON; after those
 * comes every property that any result has. What a spreadsheet would take for a formula is kept text.
 */
export function csvOf(hits: readonly FoundFeature[]): string {
  const fixed = ['layer', 'id', 'lon', 'lat', 'geometry']
  const names = [...new Set(hits.flatMap(hit => Object.keys(hit.properties)))].filter(name => !fixed.includes(name))
  const rows = hits.map(({ layer, id, geometry, properties }) => {
    const at = geometry?.type === 'Point' ? geometry.coordinates : null
    return [layer, id, at?.[0], at?.[1], at || !geometry ? null : JSON.stringify(geometry), ...names.map(name => properties[name])]
  })
  return `\u{feff}${[[...fixed, ...names], ...rows].map(row => row.map(cell).join(',')).join('\r\n')}\r\n`
}

function cell(value: PropertyValue | undefined): string {
  if (value === null || value === undefined) return ''
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Hands a text to the browser as a file. */
export function saveFile(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken it by then; kept longer it would stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
