import type { ImportReport } from '../../tiles-server/src/exchange/index.ts'

export interface Answer {
  readonly status: number
  /** Stages of the progress lines, each once, in order. */
  readonly stages: readonly string[]
  readonly report?: ImportReport
  /** The problem, of the answer or of its last line. */
  readonly error?: { readonly code: string; readonly detail: string } & Readonly<Record<string, unknown>>
}

export interface Sent {
  readonly layer: string
  readonly type?: string
  readonly name?: string
  readonly map?: readonly string[]
  readonly id?: string
  readonly crs?: string
  readonly join?: string
  readonly on?: string
  readonly format?: string
  readonly coverage?: boolean
  readonly partial?: boolean
  readonly entry?: string
  readonly fix?: boolean
  readonly clean?: number
  readonly dry?: boolean
  readonly strict?: boolean
  readonly upload?: string
}

/** Imports as an outside program sends them. */
export async function sendImport(
  base: string,
  body: string | Uint8Array,
  { type = 'application/geo+json', map = [], ...options }: Sent,
): Promise<Answer> {
  const query = new URLSearchParams(Object.entries(options).map(([name, value]) => [name, String(value)]))
  for (const pair of map) query.append('map', pair)
  const response = await fetch(`${base}/api/imports?${query}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: body as BodyInit,
  })
  const text = await response.text()
  if (!response.ok) return { status: response.status, stages: [], error: JSON.parse(text) as NonNullable<Answer['error']> }
  const lines = text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Omit<Answer, 'status' | 'stages'> & { stage: string })
  const { report, error } = lines.at(-1)!
  return {
    status: response.status,
    stages: [...new Set(lines.map(line => line.stage))],
    ...(report && { report }),
    ...(error && { error }),
  }
}

/** Uploads a file; answers its token. */
export async function sendUpload(base: string, body: string | Uint8Array, name = 'upload'): Promise<string> {
  const response = await fetch(`${base}/api/uploads?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: body as BodyInit,
  })
  if (response.status !== 201) throw new Error(`${response.status}: ${await response.text()}`)
  return ((await response.json()) as { upload: string }).upload
}
