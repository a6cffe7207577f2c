/** What the command was given is wrong: told with the usage, exit code 2. */
export class UsageError extends Error {}

/**
 * Runs a command to its exit code: 0 done, 1 failed or cancelled, 2 wrong usage. Ctrl-C aborts the signal; the command then leaves nothing half
 * behind. Progress goes to the error stream, one line that is written over on a terminal.
 */
export async function runCommand(name: string, usage: string, work: (signal: AbortSignal) => Promise<string>): Promise<void> {
  const cancel = new AbortController()
  const stop = (): void => cancel.abort(new Error('cancelled'))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    console.log(await work(cancel.signal))
    process.exitCode = 0
  } catch (error) {
    const isUsage = error instanceof UsageError
    const reason = cancel.signal.aborted ? 'cancelled' : (error as Error).message
    endLine()
    console.error(isUsage ? `usage: ${reason}\n\n${usage}` : `${name}: ${reason}`)
    process.exitCode = isUsage ? 2 : 1
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

const PAUSE_MS = 1_000
let told = 0
let open = false

/** One line at a time on a terminal, one a second elsewhere. */
export function progress(text: string): void {
  if (process.stderr.isTTY) {
    process.stderr.write(`\r\x1b[K${text}`)
    open = true
  } else if (performance.now() - told > PAUSE_MS) {
    told = performance.now()
    process.stderr.write(`${text}\n`)
  }
}

export function endLine(): void {
  if (open) process.stderr.write('\n')
  open = false
}
