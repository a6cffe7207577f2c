import { setTimeout as pause } from 'node:timers/promises'
import type { Feature } from 'geojson'

const PAGE = 10_000
const ANSWER_MS = 30_000
const [FIRST_WAIT_MS, LONGEST_WAIT_MS] = [500, 15_000]

/** The server refused a request, and would again. */
export class Refusal extends Error {}
/** No answer, or one that it cannot be done now. */
class Away extends Error {}

/** An answer: its body, and the entity tag where it has one. */
export interface Answer<T> {
  readonly body: T
  readonly etag: string | null
}

/** What a simulation asks of a running server. */
export class Api {
  readonly #url: string
  readonly #headers: Record<string, string>
  readonly #signal: AbortSignal
  readonly #tell: (line: string) => void
  /** How often something had to be sent again. */
  retries = 0

  constructor(url: string, token: string | undefined, signal: AbortSignal, tell: (line: string) => void) {
    this.#url = url.replace(/\/+$/, '')
    this.#headers = token ? { authorization: `Bearer ${token}` } : {}
    this.#signal = signal
    this.#tell = tell
  }

  /** Whether a server is there and ready. */
  isReady(): Promise<boolean> {
    return fetch(`${this.#url}/readyz`, { signal: AbortSignal.timeout(5_000) }).then(
      ({ ok }) => ok,
      () => false,
    )
  }

  /**
   * Asks until there is an answer, with longer and longer waits while the server is away. Throws Refusal, and the signal's reason when it is aborted
   * meanwhile.
   */
  async ask<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(LONGEST_WAIT_MS, 2 * wait)) {
      this.#signal.throwIfAborted()
      try {
        const answer = await this.once<T>(method, path, body, headers)
        if (wait > FIRST_WAIT_MS) this.#tell('the server is back')
        return answer
      } catch (error) {
        if (!(error instanceof Away)) throw error
        this.#tell(`${error.message}; asked again in ${wait / 1_000} s`)
        this.retries++
        await pause(wait, undefined, { signal: this.#signal })
      }
    }
  }

  /** Asks once, also when everything is to stop. */
  async once<T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { ...this.#headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(ANSWER_MS),
    }).catch((error: unknown) => {
      throw new Away(`no answer (${(error as { cause?: { code?: string } }).cause?.code ?? String(error)})`)
    })
    const text = await response.text().catch(() => {
      throw new Away('the answer broke off')
    })
    if (response.status >= 500) throw new Away(`the server answers ${response.status}`)
    if (!response.ok) throw new Refusal(`${method} ${path.split('?')[0]}: ${response.status} ${text.slice(0, 500)}`)
    return { body: (text === '' ? undefined : JSON.parse(text)) as T, etag: response.headers.get('etag') }
  }

  /** Features of a layer, page after page, up to so many. */
  async features(layer: string, most = Infinity): Promise<Feature[]> {
    const features: Feature[] = []
    for (let cursor: string | null = ''; cursor !== null && features.length < most; ) {
      const limit = Math.min(PAGE, most - features.length)
      const query: string = `limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`
      const { body } = await this.ask<{ features: Feature[]; cursor: string | null }>('GET', `/api/layers/${layer}/features?${query}`)
      features.push(...body.features)
      cursor = body.cursor
    }
    return features
  }
}
