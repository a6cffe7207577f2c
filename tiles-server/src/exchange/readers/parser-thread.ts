import type { Worker } from 'node:worker_threads'
import { type ErrorCode, errorCodes, ZongtuError } from '../../kernel/index.ts'
import { badImport } from '../shown.ts'
import type { Source } from '../types.ts'
import type { ContainerInfo, Item, Job, Message, SourceEntry } from './parse/job.ts'
import { giveBack, takeThread } from './parser-threads.ts'
import { spool } from './spool.ts'

const SILENT_MS = 5 * 60_000
/** A thread that has read more keeps too much memory to wait for another job. */
const REUSED_AFTER_BYTES = 32 * 2 ** 20

type Task = Pick<Job, 'format' | 'member' | 'entry'>

/**
 * Batches of what a parser thread reads from a source, at its asker's pace; ends with the info. Leaving early ends the thread.
 * Throws bad-import: what the parser refused, or that it ran out of memory, crashed or fell silent.
 */
export async function* parseSource<T extends Item>(source: Source, task: Task): AsyncGenerator<T[], ContainerInfo> {
  for await (const [message, goOn] of converse(source, { ...task, list: false })) {
    if (message.kind === 'end') return message.info
    if (message.kind === 'batch') yield message.items as T[]
    goOn()
  }
  throw new Error('the parser ended without a word')
}

/** The entries of a source. Throws as `parseSource`. */
export async function parseEntries(source: Source, task: Task): Promise<readonly SourceEntry[]> {
  for await (const [message] of converse(source, { ...task, list: true })) if (message.kind === 'entries') return message.entries
  throw new Error('the parser ended without a word')
}

async function* converse(source: Source, task: Task & { list: boolean }): AsyncGenerator<[Message, () => void]> {
  const copy = await spool(source)
  const job: Job = { ...task, path: copy.path, folder: copy.folder, name: source.name }
  let thread: Worker | undefined
  let isDone = false
  try {
    const worker = takeThread()
    thread = worker
    const next = inbox(worker, source.name)
    worker.postMessage(job)
    for (;;) {
      const message = await next()
      isDone = message.kind !== 'batch'
      if (message.kind === 'failed') throw new ZongtuError(codeOf(message.code), message.detail, message.extra)
      yield [message, () => worker.postMessage('next')]
    }
  } finally {
    if (isDone && source.size <= REUSED_AFTER_BYTES) giveBack(thread!)
    else await thread?.terminate()
    await copy.dispose()
  }
}

const codeOf = (code: string): ErrorCode => errorCodes.find(known => known === code) ?? 'bad-import'

/** The thread's messages one by one: it sends the next only when asked. */
function inbox(worker: Worker, name: string): () => Promise<Message> {
  let settle: ((outcome: () => Message) => void) | undefined
  let early: (() => Message) | undefined
  const arrive = (outcome: () => Message): void => {
    if (settle === undefined) early ??= outcome
    settle?.(outcome)
    settle = undefined
  }
  const fail = (reason: string) =>
    arrive(() => {
      throw badImport(`${name} cannot be read: the parser ${reason}`, { rule: 'format' })
    })
  worker.on('message', (message: Message) => arrive(() => message))
  worker.on('error', (error: NodeJS.ErrnoException) =>
    fail(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'ran out of memory' : `failed: ${error.message.slice(0, 200)}`),
  )
  worker.on('exit', () => fail('ended unexpectedly'))
  return async () => {
    const timer = setTimeout(() => fail(`said nothing for ${SILENT_MS / 1000} seconds`), SILENT_MS)
    try {
      const outcome = await new Promise<() => Message>(resolve => {
        settle = resolve
        if (early !== undefined) arrive(early)
      })
      early = undefined
      return outcome()
    } finally {
      clearTimeout(timer)
    }
  }
}
