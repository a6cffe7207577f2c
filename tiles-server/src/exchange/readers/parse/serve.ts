import { once } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { ZongtuError } from '../../../kernel/index.ts'
import { badImport } from '../../shown.ts'
import type { Format } from '../../types.ts'
import { chooseEntry } from '../entries.ts'
import { batches } from './batches.ts'
import type { Container, Job, Message, SourceEntry } from './job.ts'
import { openContainer } from './open.ts'

const TITLES: Partial<Record<Format, string>> = {
  shapefile: 'Shapefile',
  geopackage: 'GeoPackage',
  kml: 'KML file',
  topojson: 'TopoJSON file',
  flatgeobuf: 'FlatGeobuf file',
  xlsx: 'XLSX file',
}

/** Does a job and tells its asker over the port; nothing is thrown. */
export async function serve(port: MessagePort, job: Job): Promise<void> {
  const say = (message: Message): void => port.postMessage(message)
  try {
    for await (const message of messages(job)) {
      say(message)
      if (message.kind === 'batch') await once(port, 'message')
    }
  } catch (error) {
    const { code, detail, extra } = parserError(error, job)
    say({ kind: 'failed', code, detail, extra })
  }
}

/** The answers to a job, one by one. Throws ZongtuError or whatever a parser throws. */
export async function* messages(job: Job): AsyncGenerator<Message> {
  let container: Container | undefined
  try {
    container = await openContainer(job)
    if (job.list) {
      yield { kind: 'entries', entries: container.entries.map(plainEntry) }
      return
    }
    const entry = chooseEntry(job.name, container.entries, job.entry, container.firstByDefault)
    for await (const items of batches(container.rows(entry))) yield { kind: 'batch', items }
    yield { kind: 'end', info: { ...container.info(), entry: entry.name } }
  } finally {
    container?.close()
  }
}

const plainEntry = ({ name, rows, geometry }: SourceEntry): SourceEntry => ({
  name,
  ...(rows !== undefined && { rows }),
  ...(geometry && { geometry }),
})

/** What a parser threw, as an error to show: parsers of broken bytes throw anything. */
export function parserError(error: unknown, job: Pick<Job, 'name' | 'format'>): ZongtuError {
  if (error instanceof ZongtuError) return error
  if ((error as { code?: unknown } | null)?.code === 'ENOSPC') return new ZongtuError('store-unavailable', 'the disk of the server is full')
  const reason = error instanceof Error ? error.message : String(error)
  return badImport(`${job.name} is no readable ${TITLES[job.format] ?? job.format}: ${firstLine(reason)}`, { rule: 'format' })
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').replaceAll(/\/[^\s'"]*\//g, '').slice(0, 200)
