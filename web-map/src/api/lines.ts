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
  try {
    for await (const line of linesOf(response)) {
      if (last !== undefined) onStep(last)
      last = JSON.parse(line) as Line
    }
  } catch (error) {
    signal.throwIfAborted()
    throw new ApiError(0, 'unreachable', `the answer broke off: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (last?.stage === 'done') return last as T
  if (last?.stage !== 'failed') throw new ApiError(0, 'unreachable', 'the answer broke off before its last line')
  const { status = 400, code = 'internal', detail = '', ...extra } = last.error ?? {}
  throw new ApiError(status, code, detail, extra)
}

/** The lines of an NDJSON answer, as they come. */
export async function* linesOf(response: Response): AsyncGenerator<string> {
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
