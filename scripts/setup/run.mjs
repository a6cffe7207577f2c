import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. */
export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const WINDOWS = process.platform === 'win32'

/** Runs a command with its output on ours. Answers its exit code (128 + n for a signal is 1 here). */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: WINDOWS && command === 'npm',
      ...options,
    })
    child.once('error', reject)
    child.once('exit', code => resolve(code ?? 1))
  })
}

/** Runs a command silently. Answers its exit code and both outputs as one text. */
export async function capture(command, args, options = {}) {
  const child = spawn(command, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], shell: WINDOWS && command === 'npm', ...options })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', text => {
      output += text
    })
  }
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  return { code: code ?? 1, output }
}

/** Prints that a slow step begins; answers the function that prints its end with the time it took. */
export function step(text) {
  const from = performance.now()
  console.log(`- ${text} ...`)
  return (note = '') => console.log(`  ${text}: ${((performance.now() - from) / 1000).toFixed(1)} s${note && `, ${note}`}`)
}

/** Ends the program with a message for a person. */
export function fail(message) {
  console.error(message)
  process.exit(1)
}
