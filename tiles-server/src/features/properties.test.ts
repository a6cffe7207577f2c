import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LayerDef } from '../contract/index.ts'
import { checkId } from './id.ts'
import { checkProperties } from './properties.ts'

const text = { 'zh-CN': '', en: '' }
const def = (kind: 'typed' | 'dataset' = 'typed'): LayerDef => ({
  id: 'pump',
  title: text,
  kind,
  geometry: 'point',
  coverage: false,
  minzoom: 0,
  maxzoom: 16,
  properties: [
    { name: 'name', title: text, type: 'string', required: true },
    {
      name: 'kind',
      title: text,
      type: 'string',
      codes: [
        { value: 'a', title: text },
        { value: 'b', title: text },
      ],
    },
    { name: 'power', title: text, type: 'number', minimum: 0, maximum: 360 },
    { name: 'floors', title: text, type: 'integer' },
    { name: 'on', title: text, type: 'boolean' },
    { name: 'since', title: text, type: 'datetime' },
  ],
})
const check = (input: Record<string, unknown>, kind?: 'typed' | 'dataset') => checkProperties(def(kind), { name: 'n', ...input })

describe('properties', () => {
  it('keeps what the schema names, leaves nulls out, writes times in UTC', () => {
    const input = { kind: 'b', power: 0, floors: -3, on: false, since: '2026-05-01T08:00:00.5+08:00' }
    expect(check(input)).toEqual({ name: 'n', kind: 'b', power: 0, floors: -3, on: false, since: '2026-05-01T00:00:00.500Z' })
    expect(check({ kind: null, power: undefined })).toEqual({ name: 'n' })
  })

  it.each([
    [{ colour: 'red' }, /no property "colour"/],
    [JSON.parse('{"__proto__": 1}') as Record<string, unknown>, /no property "__proto__"/],
    [{ name: null }, /name is required/],
    [{ name: 7 }, /must be text/],
    [{ name: 'a\0b' }, /NUL/],
    [{ name: '\ud800' }, /surrogates/],
    [{ name: 'x'.repeat(10_001) }, /at most 10000 characters/],
    [{ kind: 'c' }, /kind is "c", it must be one of a, b/],
    [{ power: -1 }, /at least 0/],
    [{ power: 360.5 }, /at most 360/],
    [{ power: '7' }, /power is "7", it must be a finite number/],
    [{ power: Number.NaN }, /finite/],
    [{ floors: 1.5 }, /whole/],
    [{ floors: 2 ** 31 }, /between/],
    [{ on: 'yes' }, /true or false/],
    [{ since: '2026-05-01' }, /RFC 3339/],
    [{ since: '2026-05-01T08:00:00' }, /RFC 3339/],
    [{ since: '2026-02-30T08:00:00Z' }, /RFC 3339/],
    [{ since: '0001-01-01T00:00:00Z' }, /1900/],
    [{ since: '9999-12-31T23:59:59-01:00' }, /1900/],
    [{ since: {} }, /an object/],
  ])('refuses %j', (input, reason) => {
    expect(() => check(input)).toThrow(reason)
    expect(() => check(input)).toThrow(expect.objectContaining({ code: 'bad-property' }) as Error)
  })

  it('lets datasets keep whole numbers that JSON carries exactly', () => {
    expect(check({ floors: 2 ** 40 }, 'dataset').floors).toBe(2 ** 40)
    expect(() => check({ floors: 2 ** 60 }, 'dataset')).toThrow(/whole/)
  })

  it('answers any input with properties or bad-property', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('name', 'kind', 'power', 'floors', 'on', 'since', 'x'), fc.jsonValue()), input => {
        try {
          checkProperties(def(), input)
        } catch (error) {
          expect((error as { code: string }).code).toBe('bad-property')
        }
      }),
    )
  })
})

describe('ids', () => {
  it.each(['a', '事件 7', 'a/b?c#d%20', 'x'.repeat(128), '__proto__', '...'])('takes %s', id => expect(checkId(id)).toBe(id))
  it.each(['', 'x'.repeat(129), 'a\nb', 'a\0', '\u2028', '\udc00', '.', '..', '\u0085'])('refuses %j', id => {
    expect(() => checkId(id)).toThrow(expect.objectContaining({ code: 'bad-property' }) as Error)
  })
})
