import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, fail, step } from './run.mjs'

const DEBIAN_POSTGRES = '/usr/lib/postgresql'

function hasPostgis() {
  const debian = existsSync(DEBIAN_POSTGRES) ? readdirSync(DEBIAN_POSTGRES) : []
  if (debian.some(version => existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`))) return true
  const share = spawnSync('pg_config', ['--sharedir'], { encoding: 'utf8' })
  return share.status === 0 && existsSync(join(share.stdout.trim(), 'extension', 'postgis.control'))
}

const hasChromium = () => existsSync(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium')

/** Without a Chinese font the labels of the map are boxes; where fontconfig is absent nothing can be said. */
function hasCjkFont() {
  const fonts = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return fonts.status === 0 && fonts.stdout.trim() !== ''
}

const NEEDS = [
  { what: 'PostgreSQL with PostGIS', there: hasPostgis, packages: postgisPackages },
  { what: 'Chromium (or CHROMIUM_PATH)', there: hasChromium, packages: async () => ['chromium'] },
  { what: 'a Chinese font', there: hasCjkFont, packages: async () => ['fontconfig', 'fonts-noto-cjk'] },
]

/** The versions this Debian release carries. */
async function postgisPackages() {
  const { output } = await capture('apt-cache', ['search', '--names-only', '^postgresql-[0-9]+-postgis-3$'])
  const versions = [...output.matchAll(/^postgresql-(\d+)-postgis-3\b/gm)].map(match => Number(match[1]))
  if (versions.length === 0) fail('apt knows no postgresql-*-postgis-3: install PostgreSQL and PostGIS by hand')
  const version = Math.max(...versions)
  return [`postgresql-${version}`, `postgresql-${version}-postgis-3`]
}

const isDebian = () => existsSync('/etc/debian_version') && /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'))

/** Installs what the tests need beside packages, on Debian as root; elsewhere ends and says what is missing. */
export async function ensureSystem() {
  const missing = NEEDS.filter(need => !need.there())
  if (missing.length === 0) return
  const names = missing.map(need => need.what).join(', ')
  if (!isDebian() || process.getuid?.() !== 0) fail(`The tests need ${names}. Please install what is missing and run npm test again.`)
  const done = step(`installing ${names} with apt`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const update = await capture('apt-get', ['update', '-qq'], { env })
  const packages = (await Promise.all(missing.map(need => need.packages()))).flat()
  const install = await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env })
  if (install.code !== 0) fail(`apt-get install ${packages.join(' ')} failed:\n${update.output}${install.output}`)
  done()
  const still = missing.filter(need => !need.there()).map(need => need.what)
  if (still.length > 0) fail(`installed ${packages.join(' ')}, yet there is no ${still.join(', no ')}`)
}
