// `npm run bench -- NAME...`: the measured workloads, as tables and as JSON.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { profileTo } from '../test/bench/built.ts'
import { openCities } from '../test/bench/cities.ts'
import { type BenchSize, SEED } from '../test/bench/city.ts'
import { fences } from '../test/bench/fences.ts'
import { jitter } from '../test/bench/jitter.ts'
import { locate } from '../test/bench/locate.ts'
import { nearest } from '../test/bench/nearest.ts'
import type { BenchOptions } from '../test/bench/options.ts'
import { isMet, machine, printReport, type Report } from '../test/bench/report.ts'
import { start } from '../test/bench/start.ts'
import { tilesChurn } from '../test/bench/tiles-churn.ts'
import { tilesCold } from '../test/bench/tiles-cold.ts'
import { tilesWarm } from '../test/bench/tiles-warm.ts'

const workloads: Record<string, (options: BenchOptions) => Promise<Report>> = {
  'tiles-cold': tilesCold,
  'tiles-warm': tilesWarm,
  'tiles-churn': tilesChurn,
  locate,
  nearest,
  fences,
  jitter,
  start,
}
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: 'L' },
    runs: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '5' },
    seed: { type: 'string', default: String(SEED) },
    json: { type: 'string' },
    server: { type: 'string' },
    profile: { type: 'string' },
  },
})
const unknown = positionals.filter(name => !workloads[name])
const sizes: readonly string[] = ['S', 'M', 'L'] satisfies BenchSize[]
const numbers = [values.runs, values.seconds, values.seed].map(Number)
if (positionals.length === 0 || unknown.length > 0 || !sizes.includes(values.size) || numbers.some(n => !(n > 0))) {
  console.error(`npm run bench -- ${Object.keys(workloads).join(' | ')} ... [--size S|M|L] [--runs N] [--seconds N] [--seed N] [--json FILE]
  [--server postgres://user:password@host:port] a PostgreSQL server to use, and to leave the cities in for the next time
  [--profile FOLDER] a CPU profile of each process`)
  process.exit(2)
}
if (values.profile) profileTo(values.profile)
const progress = (line: string): void => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`)
const cities = await openCities(values.server, progress)
const [runs, seconds, seed] = numbers as [number, number, number]
const reports: Report[] = []
try {
  for (const name of positionals) {
    const report = await workloads[name]!({ cities, size: values.size as BenchSize, runs, seconds, seed, progress })
    reports.push(report)
    printReport(report)
  }
} finally {
  await cities.close()
}
if (values.json)
  writeFileSync(values.json, JSON.stringify({ machine: machine(), size: values.size, runs, seconds, seed, reports }, null, 2))
const missed = reports.flatMap(report => report.bars.filter(bar => !isMet(bar)))
console.log(missed.length === 0 ? 'every figure is within its bar' : `${missed.length} figures miss their bar`)
