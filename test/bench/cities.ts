import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql, startCluster } from '../support/cluster.ts'
import { startBuilt } from './built.ts'
import { type BenchSize, type CityStore, NOW, SEED } from './city.ts'
import type { FillRole } from './roles/fill.ts'

/** A PostgreSQL server with the cities of a run; each is made when it is first asked for. */
export interface Cities {
  /** `years` of incidents. */
  open(size: BenchSize, years?: number): Promise<CityStore>
  /** A city of one's own, to be changed. */
  copy(size: BenchSize): Promise<CityStore>
  /** An empty database. */
  empty(): Promise<CityStore>
  close(): Promise<void>
}

/** `url`: a server to use and to leave the cities in; without it one of our own, durable as in real work, that is removed at the end. */
export async function openCities(url: string | undefined, progress: (line: string) => void): Promise<Cities> {
  const cluster = url === undefined ? await startCluster({ durable: true }) : undefined
  const server = url ?? cluster!.url
  const dataDir = await mkdtemp(join(tmpdir(), 'zt-'))
  const made: string[] = []
  const storeOf = async (name: string): Promise<CityStore> => {
    const there = await sql(`${server}/postgres`, 'select 1 from pg_database where datname = $1', [name])
    if (there.length === 0) await sql(`${server}/postgres`, `create database ${name}`)
    return { databaseUrl: `${server}/${name}`, dataDir }
  }
  // The name tells what is in it, so that a kept server never gives the city of another year.
  const nameOf = (size: BenchSize, years: number): string => {
    const mark = createHash('sha256').update(`${SEED} ${NOW}`).digest('hex').slice(0, 6)
    return `zongtu_bench_${size.toLowerCase()}_${years}_${mark}`
  }
  const open = async (size: BenchSize, years = 1): Promise<CityStore> => {
    const store = await storeOf(nameOf(size, years))
    await fill(store, size, years, progress)
    return store
  }
  return {
    open,
    copy: async size => {
      await open(size)
      const name = `zongtu_bench_copy_${process.pid}_${made.length}`
      made.push(name)
      await sql(`${server}/postgres`, `create database ${name} template ${nameOf(size, 1)}`)
      return { databaseUrl: `${server}/${name}`, dataDir }
    },
    empty: async () => {
      const name = `zongtu_bench_empty_${process.pid}_${made.length}`
      made.push(name)
      return storeOf(name)
    },
    close: async () => {
      for (const name of made) await sql(`${server}/postgres`, `drop database if exists ${name} with (force)`)
      await cluster?.remove()
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function fill(store: CityStore, size: BenchSize, years: number, progress: (line: string) => void): Promise<void> {
  const child = await startBuilt<FillRole>('fill')
  let last = ''
  child.onTold((line: string) => {
    // One line a layer, not one a page.
    const step = line.split(':')[0]!
    if (step !== last) progress(`size ${size}: ${line}`)
    last = step
  })
  try {
    await child.call('fill', { store, size, years })
  } finally {
    await child.end()
  }
}
