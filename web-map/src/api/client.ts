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

/** GET as JSON. Rejects with ApiError; an aborted request rejects with the AbortError it is. */
export const getJson = <T>(path: string, signal?: AbortSignal): Promise<T> => request<T>(path, signal ? { signal } : {})

/** POST JSON. */
export const postJson = <T>(path: string, body: unknown): Promise<T> => request<T>(path, withBody('POST', body))

/** A method with a JSON body. */
export const withBody = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

/** Asks, and reads the answer as JSON (undefined when it has no content). Rejects with ApiError. */
export async function request<T>(path: string, init: RequestInit): Promise<T> {
  const response = await answerOf(path, init)
  return (response.status === 204 ? undefined : await response.json()) as T
}

/** The answer, once its status says success. Rejects with ApiError; an aborted request rejects with the AbortError it is. */
export async function answerOf(path: string, init: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, 'unreachable', 'the server does not answer')
  })
  if (response.ok) return response
  throw problemOf(response.status, response.statusText, await response.text())
}

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
