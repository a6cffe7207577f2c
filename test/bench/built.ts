import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Child, startChild } from './rpc.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const BUILT = join(ROOT, 'node_modules', '.cache', 'zongtu', 'bench.mjs')

let built: Promise<void> | undefined
let flags: readonly string[] = []

/** From now on each bench process leaves a CPU profile in a folder. */
export function profileTo(folder: string): void {
  flags = ['--cpu-prof', `--cpu-prof-dir=${folder}`]
}

/** Builds the bench processes the way `npm start` builds the server: what is measured is what runs. */
async function build(): Promise<void> {
  const { bundle, replace } = (await import(new URL('../../scripts/setup/server.mjs', import.meta.url).href)) as {
    bundle: (entry: string, outfile: string) => Promise<void>
    replace: (path: string, make: (temporary: string) => Promise<void>) => Promise<void>
  }
  await replace(BUILT, outfile => bundle(join(ROOT, 'test/bench/child.ts'), outfile))
}

/** A built bench process in a role. */
export async function startBuilt<M extends Readonly<Record<string, (argument: never) => unknown>>>(role: string): Promise<Child<M>> {
  built ??= build()
  await built
  return startChild<M>(BUILT, role, flags)
}
