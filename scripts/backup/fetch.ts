import { createWriteStream } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** Fetches a backup from the running server into a file. No time limit: the server answers when the backup is made. */
export async function fetchBackup(url: string, token: string | undefined, file: string, signal: AbortSignal): Promise<void> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` }
    request(`${url}/api/backup`, { headers, signal }, resolve).once('error', reject).end()
  })
  if (answer.statusCode === 200) return pipeline(answer, createWriteStream(file, { mode: 0o600 }), { signal })
  const parts: Buffer[] = []
  for await (const part of answer) parts.push(part as Buffer)
  const text = Buffer.concat(parts).toString('utf8')
  const { code, detail } = problem(text)
  throw new Error(code === undefined ? `the server answers ${answer.statusCode}: ${text.slice(0, 200)}` : `${code}: ${detail}`)
}

function problem(text: string): { code?: string; detail?: string } {
  try {
    return JSON.parse(text) as { code?: string; detail?: string }
  } catch {
    return {}
  }
}
