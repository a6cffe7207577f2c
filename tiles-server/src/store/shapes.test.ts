import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { PropertyDef } from '../contract/index.ts'
import { propertiesMaker } from './shapes.ts'

const defs = [
  { name: 'code', type: 'string' },
  { name: 'floors', type: 'integer' },
  { name: 'open', type: 'boolean' },
  { name: 'time', type: 'datetime' },
  { name: '__proto__', type: 'string' },
  { name: 'constructor', type: 'number' },
] as unknown as PropertyDef[]

const text = fc.string({ unit: 'grapheme', minLength: 0, maxLength: 30 })
const time = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
const row = fc.tuple(
  fc.option(text),
  fc.option(fc.integer()),
  fc.option(fc.boolean()),
  fc.option(fc.tuple(time, fc.boolean()).map(([date, isWhole]) => postgresTime(date, isWhole))),
  fc.option(text),
  fc.option(fc.double({ noNaN: true })),
)

/** As PostgreSQL writes it: without a fraction where there is none. */
function postgresTime(date: Date, isWhole: boolean): string {
  const text = date.toISOString().replace('Z', '+00:00')
  return isWhole ? text.replace(/\.\d+/, '') : text
}

it('properties are what the row has, without its nulls, in the order of the schema, times in UTC', () => {
  fc.assert(
    fc.property(fc.array(row), rows => {
      const make = propertiesMaker(defs)
      for (const values of rows) {
        const expected = defs.flatMap(({ name, type }, i) => {
          const value = values[i]
          if (value === null) return []
          return [[name, type === 'datetime' ? new Date(value as string).toISOString() : value]]
        })
        expect(Object.entries(make(values))).toEqual(expected)
      }
    }),
  )
})

it('texts stay what they are, however many there are', () => {
  const make = propertiesMaker(defs)
  for (let n = 0; n < 80_000; n++)
    expect(make([`a longer text ${n}`, n, null, null, `another text ${n % 7}`, null]).code).toBe(`a longer text ${n}`)
})
