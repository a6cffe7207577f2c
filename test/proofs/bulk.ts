import type { ImportReport } from '../../tiles-server/src/exchange/index.ts'

export interface ImportFile {
  readonly name: string
  readonly type: 'application/geo+json' | 'application/x-ndjson' | 'text/csv' | 'application/octet-stream'
  readonly body: string | Buffer
}

/** Imports a file through the running server and answers its report. `query` as in POST /api/imports; a joined table goes up first. */
export async function importFile(
  server: string,
  file: ImportFile,
  query: Record<string, string>,
  join?: ImportFile,
): Promise<ImportReport> {
  const held = join && { ...join, type: 'application/octet-stream' as const }
  const token = held && ((await (await post(`${server}/api/uploads?name=${held.name}`, held)).json()) as { upload: string }).upload
  const parameters = new URLSearchParams({ ...query, name: file.name, ...(token ? { join: token } : {}) })
  const lines = (await (await post(`${server}/api/imports?${parameters}`, file)).text()).trim().split('\n')
  const last = JSON.parse(lines[lines.length - 1]!) as { report?: ImportReport }
  if (!last.report) throw new Error(`the import ended without a report: ${lines[lines.length - 1]}`)
  return last.report
}

async function post(url: string, file: ImportFile): Promise<Response> {
  const body = typeof file.body === 'string' ? file.body : new Uint8Array(file.body)
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': file.type }, body })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response
}

/** A new dataset of points on a regular lattice. */
export async function importPoints(server: string, layer: string, rows: number): Promise<void> {
  const lines: string[] = []
  for (let n = 0; n < rows; n++) {
    const coordinates = [110 + (n % 1000) / 1000, 30 + Math.floor(n / 1000) / 1000]
    lines.push(JSON.stringify({ type: 'Feature', geometry: { type: 'Point', coordinates }, properties: { n, name: `point ${n}` } }))
  }
  const report = await importFile(server, { name: 'points.ndjson', type: 'application/x-ndjson', body: lines.join('\n') }, { layer })
  if (!report.committed || report.stored !== rows) throw new Error(`of ${rows} rows ${report.stored} were stored`)
}
