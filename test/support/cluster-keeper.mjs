// Runs one throw-away PostgreSQL cluster for the process at the other end of its stdin, and removes it when that end closes:
// after Ctrl-C, a crash or kill -9 of the tests nothing stays behind. One JSON argument; orders come as lines on stdin, answers as lines on stdout.
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as pause } from 'node:timers/promises'

const { durable } = JSON.parse(process.argv[2] ?? '{}')
const say = answer => process.stdout.write(`${JSON.stringify(answer)}\n`)

/** The folder of initdb and postgres: Debian keeps them outside the PATH. */
function findBin() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [...versions.map(version => `${debian}/${version}/bin`), ...(process.env.PATH ?? '').split(':')]
  const found = folders.find(folder => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')))
  if (!found) throw new Error('PostgreSQL is missing: no initdb in /usr/lib/postgresql/*/bin or on the PATH')
  return found
}

/** PostgreSQL refuses to run as root. */
function identity() {
  if (process.getuid?.() !== 0) return {}
  const id = flag => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

const bin = findBin()
const user = identity()
const folder = mkdtempSync(join(tmpdir(), 'zongtu-pg-'))
const data = join(folder, 'data')
const password = randomBytes(12).toString('hex')
let postmaster
let log = ''

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })

const answers = port =>
  new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy() && true)).once('error', () => resolve(false))
  })

async function startOnce(port) {
  log = ''
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '128MB',
    max_connections: 100,
    max_wal_size: '1GB',
    fsync: durable ? 'on' : 'off',
    full_page_writes: durable ? 'on' : 'off',
    autovacuum_naptime: '5s',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...options], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  postmaster = child
  child.stderr.on('data', text => {
    log = (log + text).slice(-4000)
  })
  child.ended = new Promise(resolve => child.once('exit', resolve))
  child.ended.then(() => {
    if (postmaster === child) postmaster = undefined
  })
  for (let tries = 0; tries < 1200; tries++) {
    if (!postmaster) throw new Error(`postgres ended at once: ${log}`)
    if (log.includes('ready to accept connections') && (await answers(port))) return
    await pause(25)
  }
  throw new Error(`postgres did not answer within 30 s: ${log}`)
}

/** After kill -9 the old backends hold the shared memory for a moment more. */
async function start(port) {
  for (let tries = 0; ; tries++) {
    try {
      return await startOnce(port)
    } catch (error) {
      if (tries > 40 || !/pre-existing shared memory|lock file/.test(log)) throw error
      await pause(250)
    }
  }
}

async function stop(signal) {
  const child = postmaster
  if (!child) return
  child.kill(signal)
  await child.ended
}

let leaving = false
async function leave(code) {
  if (leaving) return
  leaving = true
  await stop('SIGQUIT')
  rmSync(folder, { recursive: true, force: true })
  process.exit(code)
}

// Ctrl-C reaches the whole process group: the tests end first, then the pipe closes.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

try {
  if (user.uid !== undefined) chownSync(folder, user.uid, user.gid)
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  if (user.uid !== undefined) chownSync(passwordFile, user.uid, user.gid)
  const initdb = [
    '-D',
    data,
    '-U',
    'zongtu',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--no-sync',
  ]
  execFileSync(join(bin, 'initdb'), initdb, { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const port = await freePort()
  await start(port)
  const orders = {
    // kill -9 of the postmaster; its children notice and leave by themselves.
    kill: () => stop('SIGKILL'),
    stop: () => stop('SIGINT'),
    start: () => start(port),
  }
  const lines = createInterface({ input: process.stdin })
  let queue = Promise.resolve()
  lines.on('line', line => {
    queue = queue
      .then(() => orders[line]())
      .then(
        () => say({ done: line }),
        error => say({ failed: line, error: String(error) }),
      )
  })
  lines.on('close', () => void leave(0))
  say({ url: `postgres://zongtu:${password}@127.0.0.1:${port}` })
} catch (error) {
  say({ failed: 'create', error: `${error}${error.stderr ? `: ${error.stderr}` : ''}` })
  await leave(1)
}
