import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** A throw-away PostgreSQL cluster on a loopback port; it disappears with the process that started it. */
export interface Cluster {
  /** `postgres://user:password@host:port`, without a database. */
  readonly url: string
  /** kill -9 of the postmaster. */
  kill(): Promise<void>
  /** A fast, orderly shutdown. */
  stop(): Promise<void>
  /** After kill or stop: the same cluster on the same port. */
  start(): Promise<void>
  /** Ends and removes it. */
  remove(): Promise<void>
}

interface Answer {
  readonly url?: string
  readonly done?: string
  readonly failed?: string
  readonly error?: string
}

/** `durable` keeps fsync on, as the kill proofs need; everything else runs without. */
export async function startCluster(options: { durable: boolean }): Promise<Cluster> {
  const keeper = spawn(process.execPath, [fileURLToPath(new URL('./cluster-keeper.mjs', import.meta.url)), JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  })
  const ended = new Promise<void>(resolve => keeper.once('exit', () => resolve()))
  const waiting: ((answer: Answer) => void)[] = []
  createInterface({ input: keeper.stdout }).on('line', line => waiting.shift()?.(JSON.parse(line) as Answer))
  void ended.then(() => {
    for (const resolve of waiting.splice(0)) resolve({ failed: 'keeper', error: 'the keeper of the cluster ended' })
  })
  const answer = () =>
    new Promise<Answer>(resolve => {
      waiting.push(resolve)
    }).then(said => {
      if (said.failed) throw new Error(`PostgreSQL cluster, ${said.failed}: ${said.error}`)
      return said
    })
  const order = async (line: string) => {
    const done = answer()
    keeper.stdin.write(`${line}\n`)
    await done
  }
  const { url } = await answer()
  return {
    url: url!,
    kill: () => order('kill'),
    stop: () => order('stop'),
    start: () => order('start'),
    remove: async () => {
      keeper.stdin.end()
      await ended
    },
  }
}

/** Runs SQL on one database of a cluster over a connection of its own. */
export async function sql(databaseUrl: string, text: string, values: readonly unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text, [...values])).rows
  } finally {
    await client.end()
  }
}

/** A new database of a random name, a copy of `template` where given. Answers its URL. */
export async function createDatabase(clusterUrl: string, template?: string): Promise<string> {
  const name = `zongtu_${randomUUID().replaceAll('-', '')}`
  await sql(`${clusterUrl}/postgres`, `create database ${name} ${template ? `template ${template}` : ''}`)
  return `${clusterUrl}/${name}`
}

export async function dropDatabase(databaseUrl: string): Promise<void> {
  const at = databaseUrl.lastIndexOf('/')
  await sql(`${databaseUrl.slice(0, at)}/postgres`, `drop database if exists ${databaseUrl.slice(at + 1)} with (force)`)
}
