import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

// What runs before anything is installed is plain JavaScript, without types of its own.
const load = (name: string): Promise<unknown> => import(new URL(`../../scripts/setup/${name}`, import.meta.url).href)
const { sameVersions } = (await load('packages.mjs')) as {
  sameVersions: (wanted: object, installed: object, withDev: boolean) => boolean
}
const { replace } = (await load('server.mjs')) as {
  replace: (path: string, make: (temporary: string) => Promise<void>) => Promise<void>
}

describe('what is installed', () => {
  const one = { 'node_modules/a': { version: '1.0.0' } }
  const wanted = { '': { name: 'all' }, ...one }

  it('is what the lockfile wants', () => {
    expect(sameVersions(wanted, one, false)).toBe(true)
    expect(sameVersions(wanted, { 'node_modules/a': { version: '1.0.1' } }, false)).toBe(false)
    expect(sameVersions(wanted, { ...one, 'node_modules/b': { version: '1.0.0' } }, false)).toBe(false)
  })

  it('lacks a dependency that was added since', () => {
    expect(sameVersions({ ...wanted, 'node_modules/b': { version: '1.0.0' } }, one, false)).toBe(false)
  })

  it('may lack what the platform does not take, and without development what only that needs', () => {
    const other = (flag: string) => ({ ...wanted, 'node_modules/b': { version: '1.0.0', [flag]: true } })
    for (const flag of ['optional', 'devOptional', 'peer']) expect(sameVersions(other(flag), one, true)).toBe(true)
    expect(sameVersions(other('dev'), one, false)).toBe(true)
    expect(sameVersions(other('dev'), one, true)).toBe(false)
  })
})

describe('a built file', () => {
  it('is replaced whole or not at all', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zongtu-built-'))
    const built = join(folder, 'server.mjs')
    const cut = async (path: string): Promise<void> => {
      writeFileSync(path, 'half')
      await Promise.reject(new Error('killed'))
    }
    await expect(replace(built, cut)).rejects.toThrow('killed')
    expect(readdirSync(folder)).toEqual([])
    await replace(built, path => Promise.resolve(writeFileSync(path, 'whole')))
    await expect(replace(built, cut)).rejects.toThrow('killed')
    expect([readdirSync(folder), readFileSync(built, 'utf8')]).toEqual([['server.mjs'], 'whole'])
    rmSync(folder, { recursive: true })
  })
})
