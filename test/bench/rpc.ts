import { type ChildProcess, fork } from 'node:child_process'

// The words of a role: what a bench process does when it is asked. Arguments and answers are plain data, errors come back as errors.
type Methods = Readonly<Record<string, (argument: never) => unknown>>
type Argument<M extends Methods, K extends keyof M> = Parameters<M[K]>[0]
type Answer<M extends Methods, K extends keyof M> = Awaited<ReturnType<M[K]>>

/** A bench process. */
export interface Child<M extends Methods> {
  readonly pid: number
  call<K extends keyof M & string>(method: K, ...argument: Argument<M, K> extends undefined ? [] : [Argument<M, K>]): Promise<Answer<M, K>>
  /** What the process tells unasked, with `tell`. */
  onTold(listener: (told: never) => void): void
  end(): Promise<void>
}

interface Ask {
  readonly id: number
  readonly method: string
  readonly argument: unknown
}
type Said = { readonly id: number; readonly result?: unknown; readonly error?: string } | { readonly told: unknown }

/** Memory settings of `npm start`, and gc() so that memory can be read after a collection. */
const FLAGS = ['--min-semi-space-size=16', '--max-semi-space-size=32', '--expose-gc', '--enable-source-maps']
const running = new Set<ChildProcess>()
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL')
})

/** Starts a process in a role. `flags`: Node's own, besides those of `npm start`. */
export function startChild<M extends Methods>(file: string, role: string, flags: readonly string[] = []): Child<M> {
  const child = fork(file, [role], { execArgv: [...FLAGS, ...flags], serialization: 'advanced' })
  running.add(child)
  const waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  const listeners = new Set<(told: never) => void>()
  child.on('message', (said: Said) => {
    if ('told' in said) for (const listener of listeners) listener(said.told as never)
    else {
      const { id, result, error } = said
      if (error === undefined) waiting.get(id)?.resolve(result as never)
      else waiting.get(id)?.reject(new Error(error))
      waiting.delete(id)
    }
  })
  const ended = new Promise<void>(resolve => {
    child.once('exit', (code, signal) => {
      running.delete(child)
      for (const { reject } of waiting.values()) reject(new Error(`the ${role} process ended with ${code ?? signal}`))
      resolve()
    })
  })
  let asked = 0
  return {
    pid: child.pid!,
    call: (method, ...[argument]) =>
      new Promise((resolve, reject) => {
        const id = ++asked
        waiting.set(id, { resolve, reject })
        child.send({ id, method, argument } satisfies Ask)
      }),
    onTold: listener => listeners.add(listener),
    end: async () => {
      if (child.connected) child.disconnect()
      await ended
    },
  }
}

/** Serves a role in this process until the parent lets go. */
export function serve(methods: Methods): void {
  process.on('message', ({ id, method, argument }: Ask) => {
    Promise.resolve()
      .then(() => methods[method]!(argument as never))
      .then(
        result => say({ id, result }),
        (error: unknown) => say({ id, error: (error as Error).stack ?? String(error) }),
      )
  })
  process.on('disconnect', () => {
    void Promise.resolve((methods.close as (() => unknown) | undefined)?.()).finally(() => process.exit(0))
  })
}

export const tell = (told: unknown): void => say({ told })

/** The parent may be gone already. */
function say(said: Said): void {
  if (process.connected) process.send?.(said)
}
