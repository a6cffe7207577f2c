import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type Asked, formatAsked, NOT_ASKED, parseAsked } from './asked.ts'
import { HOURS } from './here.ts'

const params = (parts: readonly string[]) => new Map(parts.map(part => part.split('=', 2) as [string, string]))
const layer = fc.stringMatching(/^[a-z][a-z0-9_-]{0,20}$/)
const code = fc.stringMatching(/^[\w-]{1,12}$/)

const asked: fc.Arbitrary<Asked> = fc.record({
  here: fc.option(fc.constant([113.2, 33.1] as const)),
  hours: fc.constantFrom(...HOURS),
  shape: fc.constant({ kind: 'circle' as const, centre: [113.2, 33.1] as const, radius: 500 }),
  layers: fc.option(fc.uniqueArray(layer, { minLength: 1, maxLength: 4 })),
  narrowing: fc
    .uniqueArray(fc.tuple(layer, fc.uniqueArray(code, { minLength: 1, maxLength: 3 })), { selector: ([id]) => id, maxLength: 3 })
    .map(entries => Object.fromEntries(entries.map(([id, values]) => [id, { status: values }]))),
  whole: fc.boolean(),
})

it('what is asked reads back from an address', () => {
  fc.assert(
    fc.property(asked, value => {
      // Hours belong to a place.
      const want = value.here ? value : { ...value, hours: 24 }
      expect(parseAsked(params(formatAsked(value)))).toEqual(want)
    }),
  )
})

it('an address that asks nothing asks nothing, and bad parts are left out', () => {
  expect(parseAsked(new Map())).toEqual(NOT_ASKED)
  expect(parseAsked(params(['here=1', 'area=x', 'in=A,B', 'is=a.b,constructor.name.x.y,A.b.c', 'whole=yes']))).toEqual(NOT_ASKED)
  expect(Object.keys(parseAsked(params(['is=constructor.name.x'])).narrowing)).toEqual(['constructor'])
})
