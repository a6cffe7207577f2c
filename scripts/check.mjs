// `npm run check`: format, lint, types, floors, dead code, sizes and pins. Runs everything, prints only what is wrong.
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { checkNode, ensurePackages } from './setup/packages.mjs'
import { capture, ROOT } from './setup/run.mjs'

const LONGEST = 400

const tool = (path, ...args) => capture(process.execPath, [join(ROOT, 'node_modules', path), ...args])

const checks = [
  ['format and quick lint (biome)', () => tool('@biomejs/biome/bin/biome', 'ci', '--error-on-warnings', '--colors=off', '.')],
  ['lint (eslint)', () => tool('eslint/bin/eslint.js', '--max-warnings=0', '.')],
  ['types (vue-tsc: all TypeScript, and the viewer)', () => tool('vue-tsc/bin/vue-tsc.js', '-p', '.')],
  [
    'floors (dependency-cruiser)',
    () =>
      tool(
        'dependency-cruiser/bin/dependency-cruise.mjs',
        '--config',
        '.dependency-cruiser.mjs',
        'tiles-server',
        'web-map/src',
        'web-map/api-client',
        'geo-data',
        'scripts',
        'test',
      ),
  ],
  ['types of the API up to date', () => capture(process.execPath, ['--import', 'tsx', join(ROOT, 'scripts/api-types.ts'), '--check'])],
  ['dead code (knip)', () => tool('knip/bin/knip.js', '--no-progress')],
  ['sizes of files', sizes],
  ['pinned versions', pins],
]

/** No source file is longer than a reader's patience; what a program wrote is no source. */
async function sizes() {
  const { output } = await capture('git', [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '--',
    '*.ts',
    '*.vue',
    '*.mjs',
    '*.js',
    ':!web-map/api-client/schema.d.ts',
  ])
  const lengths = output
    .split('\n')
    .filter(Boolean)
    .map(file => ({ file, lines: linesOf(file) }))
  const long = lengths.filter(({ lines }) => lines > LONGEST)
  return { code: long.length, output: long.map(({ file, lines }) => `${file} has ${lines} lines, more than ${LONGEST}`).join('\n') }
}

function linesOf(file) {
  try {
    return readFileSync(join(ROOT, file), 'utf8').split('\n').length - 1
  } catch (error) {
    if (error.code === 'ENOENT') return 0 // deleted, not yet committed
    throw error
  }
}

/** Exact versions, and a lockfile that works with whatever registry the reader uses. */
async function pins() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))
  const hosts = readFileSync(join(ROOT, 'package-lock.json'), 'utf8').match(/"resolved": *"[^"]*"/g) ?? []
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'))
  // npm writes no entry for a platform its registry does not carry, and `npm ci` then refuses the whole lockfile.
  const named = new Set(Object.keys(packages).map(path => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)))
  const optional = Object.values(packages).flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
  const problems = [
    ...optional.filter(name => !named.has(name)).map(name => `package-lock.json: no entry for ${name}; npm ci would refuse it`),
    ...loose.map(([name, version]) => `package.json: ${name} is ${version}, not an exact version`),
    ...hosts.slice(0, 3).map(host => `package-lock.json names a registry: ${host}`),
  ]
  return { code: problems.length, output: problems.join('\n') }
}

checkNode()
await ensurePackages({ dev: true })
let failed = 0
const queue = [...checks]
async function worker() {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, check] = next
    const from = performance.now()
    const { code, output } = await check()
    console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name} ${((performance.now() - from) / 1000).toFixed(1)} s`)
    if (code !== 0) {
      failed++
      console.log(output.trim())
    }
  }
}
await Promise.all(Array.from({ length: Math.min(2, availableParallelism()) }, worker))
console.log(failed === 0 ? 'all checks passed' : `${failed} of ${checks.length} checks failed`)
process.exit(failed === 0 ? 0 : 1)
