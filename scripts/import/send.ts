import { createReadStream } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { basename } from 'node:path'
import { createInterface } from 'node:readline'
import { fileSource, type ImportReport } from '../../tiles-server/src/exchange/index.ts'
import type { ImportServer } from './server.ts'

/** Options of the command line under the names of `POST /api/imports`. */
const TEXTS = ['entry', 'id', 'on', 'crs', 'format', 'clean', 'title', 'source', 'licence'] as const
const FLAGS = ['coverage', 'fix', 'partial', 'strict'] as const

export type ImportArguments = {
  readonly file: string
  readonly layer: string
  readonly map?: readonly string[] | undefined
  readonly join?: string | undefined
  readonly 'dry-run'?: boolean | undefined
} & { readonly [name in (typeof TEXTS)[number]]?: string | undefined } & { readonly [name in (typeof FLAGS)[number]]?: boolean | undefined }

interface Line {
  readonly stage: string
  readonly rows?: number
  readonly report?: ImportReport
  readonly error?: { readonly code: string; readonly detail: string }
}

/** Sends the file, tells each progress line, answers the report. Throws with the server's code and explanation. */
export async function sendImport(server: ImportServer, args: ImportArguments, progress: (text: string) => void): Promise<ImportReport> {
  const query = new URLSearchParams({ layer: args.layer, name: basename(args.file) })
  for (const pair of args.map ?? []) query.append('map', pair)
  for (const name of TEXTS) if (args[name] !== undefined) query.set(name, args[name])
  for (const name of FLAGS) if (args[name] === true) query.set(name, 'true')
  if (args['dry-run'] === true) query.set('dry', 'true')
  if (args.join !== undefined) query.set('join', await sendJoin(server, args.join))
  progress(`sending ${args.file}`)
  const answer = await post(server, `/api/imports?${query.toString()}`, args.file)
  let last: Line | undefined
  for await (const text of createInterface({ input: answer })) {
    last = JSON.parse(text) as Line
    if (last.rows !== undefined) progress(`${last.stage}: ${last.rows} rows`)
  }
  if (last?.report !== undefined) return last.report
  throw new Error(
    last?.error === undefined
      ? 'the server ended the answer early; nothing is known to be stored'
      : `${last.error.code}: ${last.error.detail}`,
  )
}

async function sendJoin(server: ImportServer, file: string): Promise<string> {
  const name = new URLSearchParams({ name: basename(file) }).toString()
  const answer = await post(server, `/api/uploads?${name}`, file)
  return (JSON.parse(await textOf(answer)) as { upload: string }).upload
}

/** Streams a file; an answer that is no success throws with its problem. No time limit: an import takes what it takes. */
async function post(server: ImportServer, path: string, file: string): Promise<IncomingMessage> {
  const { size } = await fileSource(file)
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = {
      'content-type': 'application/octet-stream',
      'content-length': size,
      ...(server.token === undefined ? {} : { authorization: `Bearer ${server.token}` }),
    }
    const call = request(`${server.url}${path}`, { method: 'POST', headers }, resolve)
    call.once('error', reject)
    createReadStream(file).once('error', reject).pipe(call)
  })
  if (answer.statusCode! < 300) return answer
  const text = await textOf(answer)
  const problem = parse(text)
  throw new Error(
    problem === undefined ? `the server answers ${answer.statusCode}: ${text.slice(0, 200)}` : `${problem.code}: ${problem.detail}`,
  )
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  return Buffer.concat(parts).toString('utf8')
}

function parse(text: string): { code: string; detail: string } | undefined {
  try {
    return JSON.parse(text) as { code: string; detail: string }
  } catch {
    return undefined
  }
}
