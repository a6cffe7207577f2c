import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { lockHolder, takeLock } from './lock.ts'

let folder: string
const file = (): string => join(folder, 'lock.json')
const dead = { pid: 2 ** 22 + 1, started: '1', host: hostname(), port: 8080 }

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('is held until it is released, and tells where its holder serves', () => {
  const lock = takeLock(folder)
  lock.announce(8081)
  expect(lockHolder(folder)).toMatchObject({ pid: process.pid, port: 8081 })
  expect(() => takeLock(folder)).toThrow(new RegExp(`in use by process ${process.pid} and serves http://127.0.0.1:8081`))
  lock.release()
  expect(lockHolder(folder)).toBeNull()
  expect(readdirSync(folder)).toEqual([])
})

it('is taken over from a process that is dead, or whose id another one has now', () => {
  for (const stale of [dead, { ...dead, pid: process.pid }, { ...dead, pid: process.ppid, started: '1' }]) {
    writeFileSync(file(), JSON.stringify(stale))
    expect(lockHolder(folder)).toBeNull()
    takeLock(folder).release()
  }
})

it('is never taken for free when it cannot be judged: cut short, or of another host', () => {
  for (const text of ['', '{"pid":', JSON.stringify({ ...dead, host: 'elsewhere' })]) {
    writeFileSync(file(), text)
    expect(() => takeLock(folder)).toThrow(/delete/)
    expect(readFileSync(file(), 'utf8')).toBe(text)
  }
})

it('of another process is not removed on release', () => {
  const lock = takeLock(folder)
  writeFileSync(file(), JSON.stringify(dead))
  lock.release()
  expect(readdirSync(folder)).toEqual(['lock.json'])
})
