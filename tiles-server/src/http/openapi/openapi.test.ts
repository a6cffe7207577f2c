import { describe, expect, it } from 'vitest'
import { errorCodes } from '../../kernel/index.ts'
import { apiDocument } from '../routes.ts'

interface Operation {
  readonly operationId: string
  readonly summary: string
  readonly parameters: readonly { readonly name: string; readonly description: string }[]
  readonly responses: Readonly<Record<string, { readonly description?: string; readonly $ref?: string }>>
}

const document = apiDocument()
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, operation: operation as Operation })),
)

describe('the description of the API', () => {
  it.each(operations.map(({ name, operation }) => [name, operation] as const))('tells what %s is', (_, operation) => {
    expect(operation.summary).toMatch(/\S/)
    for (const { description } of operation.parameters) expect(description).toMatch(/\S/)
    expect(Object.keys(operation.responses).some(status => Number(status) < 400)).toBe(true)
    for (const answer of Object.values(operation.responses)) expect(answer.$ref ?? answer.description).toMatch(/\S/)
  })

  it('names each operation once', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
  })

  it('refers to what it has', () => {
    const text = JSON.stringify(document)
    for (const [, kind, name] of text.matchAll(/"#\/components\/(\w+)\/([^"]+)"/g))
      expect(document.components).toHaveProperty([kind!, name!])
    expect(text.includes('$defs')).toBe(false)
  })

  it('has every code of the error catalogue', () => {
    const problem = document.components.schemas.Problem as { properties: { code: { enum: string[] } }; description: string }
    expect(problem.properties.code.enum).toEqual(errorCodes)
    for (const code of errorCodes) expect(problem.description).toContain(`\`${code}\``)
  })
})
