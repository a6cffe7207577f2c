import { createApi } from '../../api-client/index.ts'

/** A failure the server explained (problem+json) or the network caused (`status` 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    /** Machine-readable members of the problem, as the rule of an import. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(`${code}: ${detail}`)
    this.name = 'ApiError'
  }
}

let askForSignIn: () => void = () => {}

/** Called whenever the server answers 401. */
export function onUnauthorized(listener: () => void): void {
  askForSignIn = listener
}

/** The API of the server this page came from. Calls reject with ApiError; an aborted one rejects with the AbortError it is. */
export const api = createApi('')
api.use({
  async onResponse({ response }) {
    if (!response.ok) throw problemOf(response.status, response.statusText, await response.text())
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return error
    return new ApiError(0, 'unreachable', 'the server does not answer')
  },
})

/** What a call answers; it rejects as the call does. */
export const dataOf = async <T>(call: Promise<{ readonly data?: T }>): Promise<NonNullable<T>> => (await call).data!

/** What the text of a refusal says; asks for a sign-in when that is what is missing. */
export function problemOf(status: number, statusText: string, text: string): ApiError {
  if (status === 401) askForSignIn()
  try {
    const { code, detail, ...extra } = JSON.parse(text) as { code?: string; detail?: string }
    return new ApiError(status, code ?? 'internal', detail ?? statusText, extra)
  } catch {
    return new ApiError(status, 'internal', statusText || `status ${status}`)
  }
}
