import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'
import { ZongtuError } from '../kernel/index.ts'
import { progressLines } from './progress-lines.ts'

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
