import { PassThrough, Readable } from 'node:stream'
import { ZongtuError } from '../kernel/index.ts'
import { problemBody } from './problem.ts'

/** Time between two progress lines of one stage, in milliseconds. */
const PAUSE = 250

/**
 * The lines of a long work as they come about: `{"stage", ...}`, and last `{"stage":"done", ...result}` or `{"stage":"failed","error"}`.
 * Resolves when the first line is there; rejects when the work fails before it. From then on `onDefect` is told what is no ZongtuError,
 * since the last line tells it without its insides.
 */
export async function progressLines(
  run: (onProgress: (line: { stage: string }) => void) => Promise<object>,
  onDefect: (error: unknown) => void,
): Promise<Readable> {
  const lines = new PassThrough()
  const write = (line: object): void => void lines.write(`${JSON.stringify(line)}\n`)
  let [stage, at] = ['', 0]
  let begin: () => void = () => undefined
  const begun = new Promise<void>(resolve => {
    begin = resolve
  })
  const done = run(line => {
    const now = performance.now()
    if (line.stage === stage && now - at < PAUSE) return
    ;[stage, at] = [line.stage, now]
    write(line)
    begin()
  })
  await Promise.race([begun, done])
  done.then(
    result => {
      write({ stage: 'done', ...result })
      lines.end()
    },
    (error: unknown) => {
      if (!(error instanceof ZongtuError) || error.code === 'internal') onDefect(error)
      write({ stage: 'failed', error: problemBody(asProblem(error)) })
      lines.end()
    },
  )
  return lines
}

/**
 * Lines of a long work that tell by `type` what they are; of those about progress some are left out. Resolves when the first is there; rejects when it fails
 * before that. What breaks it off later is the last line: `{"type":"error", ...problem}`. It goes on only as fast as it is read.
 */
export async function typedLines(lines: AsyncGenerator<{ readonly type: string }>, onDefect: (error: unknown) => void): Promise<Readable> {
  const first = await lines.next()
  async function* texts(): AsyncGenerator<string> {
    let at = performance.now()
    try {
      if (!first.done) yield textOf(first.value)
      for await (const line of lines) {
        const now = performance.now()
        if (line.type === 'progress' && now - at < PAUSE) continue
        at = now
        yield textOf(line)
      }
    } catch (error) {
      if (!(error instanceof ZongtuError) || error.code === 'internal') onDefect(error)
      yield textOf({ ...problemBody(asProblem(error)), type: 'error' })
    }
  }
  return Readable.from(texts(), { objectMode: false })
}

const textOf = (line: object): string => `${JSON.stringify(line)}\n`

const asProblem = (error: unknown): ZongtuError =>
  error instanceof ZongtuError ? error : new ZongtuError('internal', 'something went wrong in the server; its log has the details')
