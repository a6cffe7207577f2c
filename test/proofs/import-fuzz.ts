import { type Random, seededRandom } from '../../tiles-server/src/kernel/index.ts'
import { type CorpusFile, importCorpus, zipped } from '../support/import-corpus.ts'

export interface FuzzFigures {
  readonly inputs: number
  readonly committed: number
  readonly refused: number
  /** Resident memory of the server in MB, before and at its highest. */
  readonly memoryBefore: number
  readonly memoryMost: number
  /** Inputs by format of the file that was spoilt. */
  readonly byFile: Readonly<Record<string, number>>
}

const ALLOWED_GROWTH_MB = 1500
const AT_ONCE = 2

/** What was sent, so that a failure can be done again. */
class Found extends Error {
  constructor(n: number, seed: number, query: string, detail: string) {
    super(`input ${n} of seed ${seed} (${query}): ${detail}`)
  }
}

/**
 * Sends files with flipped, cut, doubled, nested and renamed parts through the import. Throws when an answer is a 5xx or a defect, when a dataset holds
 * other than what its report says, when a refused import left anything, or when the server's memory does not stay bounded.
 */
export async function proveImportFuzz(url: string, inputs: number, seed: number): Promise<FuzzFigures> {
  const corpus = [...(await importCorpus()), ...(await exported(url))]
  const memoryBefore = await memoryOf(url)
  const byFile: Record<string, number> = {}
  let [memoryMost, committed, next] = [memoryBefore, 0, 0]
  const worker = async (): Promise<void> => {
    for (let n = next++; n < inputs; n = next++) {
      const random = seededRandom(seed * 1_000_003 + n)
      const file = pick(random, corpus)
      byFile[file.name] = (byFile[file.name] ?? 0) + 1
      if (await tryInput(url, n, seed, await spoil(random, file), random)) committed++
      if (n % 100 === 0) memoryMost = Math.max(memoryMost, await memoryOf(url))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  if (memoryMost - memoryBefore > ALLOWED_GROWTH_MB) throw new Error(`the server grew from ${memoryBefore} to ${memoryMost} MB`)
  return { inputs, committed, refused: inputs - committed, memoryBefore, memoryMost, byFile }
}

async function tryInput(url: string, n: number, seed: number, file: { name: string; body: Buffer }, random: Random): Promise<boolean> {
  const layer = `fuzz-${n}`
  const options: Record<string, string> = { layer, name: file.name }
  for (const flag of ['partial', 'fix', 'coverage']) if (random() < 0.3) options[flag] = 'true'
  if (random() < 0.1) options.crs = pick(random, ['EPSG:3857', 'EPSG:27700', 'gcj02', 'bd09', 'EPSG:4547'])
  if (random() < 0.2) options.id = pick(random, ['id', 'name', 'n', 'nothing'])
  if (random() < 0.1) options.format = pick(random, ['geojson', 'csv', 'shapefile', 'geopackage', 'kml', 'topojson', 'flatgeobuf'])
  const query = new URLSearchParams(options).toString()
  const fail = (detail: string): never => {
    throw new Found(n, seed, query, detail)
  }
  const headers = { 'content-type': 'application/octet-stream' }
  const response = await fetch(`${url}/api/imports?${query}`, { method: 'POST', headers, body: new Uint8Array(file.body) })
  const text = await response.text()
  if (response.status >= 500) fail(`answered ${response.status} ${text}`)
  const last = JSON.parse(text.trim().split('\n').at(-1)!) as {
    report?: { committed: boolean; stored: number; rowsIn: number; rejectedCount: number; heldBack: number }
    error?: { code: string; status: number; detail: string }
  }
  if (response.ok && last.report === undefined && (last.error?.status ?? 500) >= 500) fail(`ended with ${JSON.stringify(last)}`)
  const { report } = last
  if (report && report.rowsIn !== report.stored + report.rejectedCount + report.heldBack) fail(`counts ${JSON.stringify(report)}`)
  await checkLayer(url, layer, report?.committed ? report.stored : null, fail)
  return report?.committed === true
}

/** A committed dataset holds just what its report says, and goes again; a refused one is not there. */
async function checkLayer(url: string, layer: string, stored: number | null, fail: (detail: string) => never): Promise<void> {
  const answer = await fetch(`${url}/api/layers/${layer}/features?limit=10000`)
  if (stored === null) {
    await answer.arrayBuffer()
    if (answer.status !== 404) fail(`was refused and left a layer behind (${answer.status})`)
    return
  }
  const { features } = (await answer.json()) as { features: unknown[] }
  if (features.length !== stored) fail(`stored ${stored} and shows ${features.length}`)
  const gone = await fetch(`${url}/api/datasets/${layer}`, { method: 'DELETE' })
  if (gone.status !== 204) fail(`its dataset could not be removed: ${gone.status} ${await gone.text()}`)
}

/** The binary formats that the server itself writes. */
async function exported(url: string): Promise<CorpusFile[]> {
  const [source] = await importCorpus()
  const sent = await fetch(`${url}/api/imports?layer=corpus`, {
    method: 'POST',
    headers: { 'content-type': 'application/geo+json' },
    body: new Uint8Array(source!.body),
  })
  if (!sent.ok) throw new Error(await sent.text())
  await sent.text()
  const files: CorpusFile[] = []
  for (const [format, name] of [
    ['geopackage', 'l.gpkg'],
    ['flatgeobuf', 'm.fgb'],
  ]) {
    const answer = await fetch(`${url}/api/layers/corpus/export?format=${format}`)
    if (!answer.ok) throw new Error(`${format}: ${await answer.text()}`)
    files.push({ name: name!, body: Buffer.from(await answer.arrayBuffer()) })
  }
  return files
}

async function memoryOf(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Math.round(Number(/^process_resident_memory_bytes (\S+)/m.exec(text)![1]) / 1e6)
}

const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

/** Half of the zipped files are spoilt inside, behind a good checksum. */
async function spoil(random: Random, file: CorpusFile): Promise<{ name: string; body: Buffer }> {
  const name = random() < 0.1 ? pick(random, ['x.geojson', 'x.csv', 'x.zip', 'x.gpkg', 'x.kml', 'x', 'x.xlsx', 'x.fgb']) : file.name
  if (file.members === undefined || random() < 0.3) return { name, body: spoilBytes(random, file.body) }
  const victim = pick(random, Object.keys(file.members))
  const members = { ...file.members, [victim]: spoilBytes(random, file.members[victim]!) }
  if (random() < 0.1) delete members[pick(random, Object.keys(members))]
  return { name, body: (await zipped(name, members)).body }
}

const TOKENS = [
  '[',
  ']',
  '{',
  '}',
  '"',
  ',',
  ':',
  '-',
  '1e999',
  '-1e308',
  'null',
  'NaN',
  '\u0000',
  '[[[[[[[[',
  '9'.repeat(400),
  '<a>',
  '&x;',
  '\\u0000',
  '\n',
  '\ufeff',
]

function spoilBytes(random: Random, original: Buffer): Buffer {
  let body = Buffer.from(original)
  const place = (): number => Math.floor(random() * (body.length + 1))
  for (let times = 1 + Math.floor(random() * 4); times > 0; times--) {
    const [at, other] = [place(), place()].sort((a, b) => a - b) as [number, number]
    switch (Math.floor(random() * 7)) {
      case 0:
        for (let k = 0; k < 8 && body.length > 0; k++) body[Math.floor(random() * body.length)]! ^= 1 << Math.floor(random() * 8)
        break
      case 1:
        body = body.subarray(0, at)
        break
      case 2:
        body = Buffer.concat([body.subarray(0, at), body.subarray(other)])
        break
      case 3:
        body = Buffer.concat([
          body.subarray(0, other),
          ...Array<Buffer>(1 + Math.floor(random() * 20)).fill(body.subarray(at, other)),
          body.subarray(other),
        ])
        break
      case 4:
        body = Buffer.concat([
          body.subarray(0, at),
          Buffer.from(pick(random, TOKENS).repeat(1 + Math.floor(random() ** 4 * 3000))),
          body.subarray(at),
        ])
        break
      case 5:
        body = Buffer.concat([
          body.subarray(0, at),
          Buffer.from(Array.from({ length: 16 }, () => Math.floor(random() * 256))),
          body.subarray(at),
        ])
        break
      default:
        if (body.length >= 4) body.writeUInt32LE(pick(random, [0, 1, 0xffffffff, 0x7fffffff, 0x10000]), Math.min(at, body.length - 4))
    }
  }
  return body.subarray(0, 2_000_000)
}
