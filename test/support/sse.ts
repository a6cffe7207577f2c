/** One server-sent event. */
export interface ServerEvent {
  readonly id: string | null
  readonly event: string
  readonly data: string
}

export interface Subscription {
  /** Everything received so far, in order. */
  readonly events: readonly ServerEvent[]
  /** Why the stream ended by itself, if it did. */
  readonly ended: Promise<unknown>
  close(): void
}

/** Subscribes to a stream of server-sent events; resolves once the server has answered its head. `last` resumes after that event id. */
export async function subscribe(url: string, last?: string): Promise<Subscription> {
  const abort = new AbortController()
  const response = await fetch(url, {
    headers: { accept: 'text/event-stream', ...(last === undefined ? {} : { 'last-event-id': last }) },
    signal: abort.signal,
  })
  if (!response.ok || !response.body) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  const events: ServerEvent[] = []
  const ended = receive(response.body, event => events.push(event)).catch((error: unknown) => error)
  return { events, ended, close: () => abort.abort() }
}

async function receive(body: ReadableStream<Uint8Array>, take: (event: ServerEvent) => void): Promise<void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true })
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const event = parse(text.slice(0, end))
      if (event) take(event)
      text = text.slice(end + 2)
    }
  }
}

/** Comments, events without data and heartbeats are no events. */
function parse(block: string): ServerEvent | null {
  const fields = { id: null as string | null, event: 'message', data: [] as string[] }
  for (const line of block.split('\n')) {
    const [, name, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
    if (name === 'data') fields.data.push(value)
    else if (name === 'id') fields.id = value
    else if (name === 'event') fields.event = value
  }
  return fields.data.length > 0 && fields.event !== 'heartbeat' ? { ...fields, data: fields.data.join('\n') } : null
}
