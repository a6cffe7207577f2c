import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { ZongtuError } from '../kernel/index.ts'
import { progressLines, typedLines } from './progress-lines.ts'

/** The lines of an import that fails, after its first line or before it, and what was reported as a defect. */
async function failing(error: Error, { late }: { late: boolean }) {
  const defects: unknown[] = []
  const lines = await progressLines(
    async onProgress => {
      if (late) onProgress({ stage: 'reading' })
      await Promise.resolve()
      throw error
    },
    defect => defects.push(defect),
  )
  const read = (await text(lines)).trim().split('\n')
  return { defects, lines: read.map(line => JSON.parse(line) as { stage: string; error?: { code: string; detail: string } }) }
}

it('reports a defect whose insides the last line does not tell', async () => {
  const defect = new TypeError('x is not a function')
  const { defects, lines } = await failing(defect, { late: true })
  expect(defects).toEqual([defect])
  expect(lines.map(({ stage, error }) => [stage, error?.code])).toEqual([
    ['reading', undefined],
    ['failed', 'internal'],
  ])
  expect(JSON.stringify(lines)).not.toContain('not a function')
})

it('tells what was refused without reporting it', async () => {
  const { defects, lines } = await failing(new ZongtuError('bad-import', 'row 7 is broken'), { late: true })
  expect(defects).toEqual([])
  expect(lines[1]).toMatchObject({ stage: 'failed', error: { code: 'bad-import', detail: 'row 7 is broken' } })
})

it('rejects what fails before the first line, for the answer to tell', async () => {
  await expect(failing(new TypeError('early'), { late: false })).rejects.toThrow('early')
})

it('ends with the report', async () => {
  const result = { report: { stored: 3 } }
  const lines = await progressLines(
    onProgress => {
      onProgress({ stage: 'reading' })
      return Promise.resolve(result)
    },
    () => undefined,
  )
  expect(await text(lines)).toBe('{"stage":"reading"}\n{"stage":"done","report":{"stored":3}}\n')
})

describe('lines that tell what they are', () => {
  const read = async (lines: AsyncGenerator<{ type: string }>) => {
    const defects: unknown[] = []
    const told = (await text(await typedLines(lines, defect => defects.push(defect)))).trim().split('\n')
    return { defects, lines: told.map(line => JSON.parse(line) as { type: string; code?: string }) }
  }
  async function* broken(error: Error): AsyncGenerator<{ type: string }> {
    yield { type: 'progress' }
    await Promise.resolve()
    throw error
  }

  it('end with the problem that broke them off; a defect is reported and not told', async () => {
    const refused = await read(broken(new ZongtuError('store-unavailable', 'the database is away')))
    expect(refused.lines).toMatchObject([{ type: 'progress' }, { type: 'error', status: 503, code: 'store-unavailable' }])
    expect(refused.defects).toEqual([])
    const defect = new TypeError('x is not a function')
    const failed = await read(broken(defect))
    expect(failed.lines[1]).toMatchObject({ type: 'error', code: 'internal' })
    expect(failed.defects).toEqual([defect])
    expect(JSON.stringify(failed.lines)).not.toContain('not a function')
  })

  it('leave out progress that follows at once, and nothing else', async () => {
    async function* many(): AsyncGenerator<{ type: string }> {
      for (let i = 0; i < 1_000; i++) yield { type: 'progress' }
      await Promise.resolve()
      yield { type: 'alert' }
      yield { type: 'alert' }
      yield { type: 'done' }
    }
    const { lines } = await read(many())
    expect(lines.length).toBeLessThan(1_000)
    expect(lines.filter(({ type }) => type !== 'progress').map(({ type }) => type)).toEqual(['alert', 'alert', 'done'])
  })
})
