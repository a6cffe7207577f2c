/** What of a layer is exported; nothing given is all of it. `bbox` west, south, east, north in degrees. */
export interface ExportScope {
  readonly bbox?: readonly number[]
  readonly ids?: readonly string[]
  /** As the server's `datetime` has it. */
  readonly datetime?: string
}

export interface ExportChoice {
  readonly key: 'geojson' | 'geopackage' | 'flatgeobuf' | 'ndjson' | 'csv' | 'csvGb'
  readonly query: Readonly<Record<string, string>>
}

/** What most people want first. CSV comes as Excel reads it, and as the offices of GB 18030 do. */
export const EXPORT_CHOICES: readonly ExportChoice[] = [
  { key: 'geojson', query: { format: 'geojson' } },
  { key: 'geopackage', query: { format: 'geopackage' } },
  { key: 'csv', query: { format: 'csv', encoding: 'utf-8-bom' } },
  { key: 'csvGb', query: { format: 'csv', encoding: 'gb18030' } },
  { key: 'flatgeobuf', query: { format: 'flatgeobuf' } },
  { key: 'ndjson', query: { format: 'ndjson' } },
]

/** The address of an export: a plain link, so that the browser itself writes the file while it arrives. */
export function exportUrl(layer: string, scope: ExportScope, choice: ExportChoice): string {
  const params = new URLSearchParams(choice.query)
  if (scope.bbox) params.set('bbox', scope.bbox.join(','))
  if (scope.datetime) params.set('datetime', scope.datetime)
  for (const id of scope.ids ?? []) params.append('ids', id)
  return `/api/layers/${encodeURIComponent(layer)}/export?${params}`
}
