/** A file as an outside program gets it. */
export interface Exported {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  /** The bytes as UTF-8. */
  readonly text: string
}

export async function getExport(base: string, layer: string, query: Readonly<Record<string, string>> = {}): Promise<Exported> {
  const response = await fetch(`${base}/api/layers/${layer}/export?${new URLSearchParams(query)}`)
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString('utf8') }
}
