// `npm run import -- FILE --layer ID ...`: sends a file to the running server, or opens the store itself when none runs.
import { parseArgs } from 'node:util'
import { configFromEnvironment } from '../tiles-server/src/config.ts'
import { FORMATS } from '../tiles-server/src/exchange/index.ts'
import { humanReport } from './import/report.ts'
import { sendImport } from './import/send.ts'
import { openServer } from './import/server.ts'

const USAGE = `npm run import -- FILE --layer ID [options]

  FILE               GeoJSON, newline-delimited GeoJSON, delimited text or XLSX (lon/lat, WKT or GeoJSON columns), zipped Shapefile, GeoPackage,
                     KML or KMZ, TopoJSON, FlatGeobuf, a GB/T 28181 catalogue in XML; or one of them in a zip
  --layer ID         layer to import into; an unknown id makes a new dataset
  --entry NAME       one layer of a file that holds several
  --id COLUMN        column with the feature's id; without it the id is file name and row number, and a re-import replaces the dataset
  --map from=to      renames a column; may be given several times
  --join FILE        delimited text or XLSX whose columns are added ...
  --on a=b           ... where column a of FILE equals column b of the joined file
  --crs NAME         coordinate system of FILE: EPSG:n, gcj02 or bd09; by default what it says, else WGS 84
  --format FORMAT    ${FORMATS.join(', ')}; by default what name and content show
  --coverage         the polygons must lie side by side: no overlaps, no crossings; they share their edges
  --clean METRES     with --coverage: moves vertices by at most so far, closes narrower gaps and overlaps, and lists what changed
  --fix              repairs geometries that have one obvious reading, and lists what changed
  --strict           refuses also what RFC 7946 only advises against: other winding, odd collections, more than three numbers a position
  --partial          store the good rows even when others are refused
  --dry-run          everything but storing
  --title TEXT, --source TEXT, --licence TEXT   what people should know of a new dataset
  --json             print the report as JSON

The running server is found through ZONGTU_DATA and PORT; ZONGTU_TOKEN is sent when set.
Exit codes: 0 stored (with --dry-run: would be stored), 1 refused or failed, 2 wrong usage.`

class UsageError extends Error {}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        layer: { type: 'string' },
        entry: { type: 'string' },
        id: { type: 'string' },
        map: { type: 'string', multiple: true },
        join: { type: 'string' },
        on: { type: 'string' },
        crs: { type: 'string' },
        format: { type: 'string' },
        coverage: { type: 'boolean' },
        clean: { type: 'string' },
        fix: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        title: { type: 'string' },
        source: { type: 'string' },
        licence: { type: 'string' },
        partial: { type: 'boolean' },
        strict: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

async function main(): Promise<number> {
  const { values, positionals } = readArguments()
  if (values.help === true) {
    console.log(USAGE)
    return 0
  }
  const [file, ...more] = positionals
  if (file === undefined || more.length > 0)
    throw new UsageError(file === undefined ? 'FILE is missing' : `one FILE is expected, not also ${more.join(' ')}`)
  const { layer } = values
  if (layer === undefined) throw new UsageError('--layer is missing')
  if ((values.join === undefined) !== (values.on === undefined)) throw new UsageError('--join and --on belong together')
  for (const pair of [...(values.map ?? []), ...(values.on === undefined ? [] : [values.on])]) {
    if (!/^[^=].*=.+$/s.test(pair)) throw new UsageError(`${JSON.stringify(pair)} must be two names: a=b`)
  }
  const server = await openServer(configFromEnvironment(process.env), progress)
  try {
    const report = await sendImport(server, { ...values, file, layer }, progress)
    process.stderr.write('\n')
    console.log(values.json === true ? JSON.stringify(report, null, 2) : humanReport(report))
    return report.committed || (report.dryRun && report.refusals.length === 0) ? 0 : 1
  } finally {
    await server.close()
  }
}

/** One line that is written over on a terminal. */
function progress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`)
}

try {
  process.exitCode = await main()
} catch (error) {
  const usage = error instanceof UsageError
  console.error(`${usage ? 'usage: ' : 'import: '}${(error as Error).message}${usage ? `\n\n${USAGE}` : ''}`)
  process.exitCode = usage ? 2 : 1
}
