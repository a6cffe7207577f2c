import { ApiError } from './client.ts'

/** A line of an import's or inspection's answer: a step, or the last word. */
export interface Line {
  readonly stage: string
  readonly rows?: number
  readonly error?: { readonly status?: number; readonly code?: string; readonly detail?: string }
}

/**
 * Reads an NDJSON answer as it comes: `onStep` gets every line but the last, which is returned. Rejects as the call does, with ApiError for a last line
 * `failed` and for an answer that breaks off; aborting cancels the work on the server.
 */
export async function readLines<T extends Line>(
  call: Promise<{ readonly response: Response }>,
  onStep: (line: Line) => void,
  signal: AbortSignal,
): Promise<T> {
  const { response } = await call
  let last: Line | undefined
  for await (const line of linesOf<Line>(response, signal)) {
    if (last !== undefined) onStep(last)
    last = line
  }
  if (last?.stage === 'done') return last as T
  if (last?.stage !== 'failed') throw brokeOff(' before its last line')
  const { status = 400, code = 'internal', detail = '', ...extra } = last.error ?? {}
  throw new ApiError(status, code, detail, extra)
}

/** The failure of an answer that ended too early; `how`: what else is known of it. */
export const brokeOff = (how: string): ApiError => new ApiError(0, 'unreachable', `the answer broke off${how}`)

/** The lines of an NDJSON answer, as they come. Throws ApiError where it breaks off, and what `signal` was aborted with. */
export async function* linesOf<T>(response: Response, signal: AbortSignal): AsyncGenerator<T> {
  try {
    for await (const text of textsOf(response)) yield JSON.parse(text) as T
  } catch (error) {
    signal.throwIfAborted()
    throw brokeOff(`: ${error instanceof Error ? error.message : String(error)}`)
  }
}

async function* textsOf(response: Response): AsyncGenerator<string> {
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  for (;;) {
    const { value, done } = await reader.read()
    const lines = (rest + (value ?? '')).split('\n')
    rest = lines.pop()!
    yield* lines.filter(line => line.trim() !== '')
    if (!done) continue
    if (rest.trim() !== '') yield rest
    return
  }
}
