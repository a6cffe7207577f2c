import { expect, it } from 'vitest'
import { coerce, SchemaInference } from './schema.ts'

const inferred = (values: readonly unknown[], textual: boolean) => {
  const inference = new SchemaInference(() => textual)
  for (const value of values) inference.add('a', value)
  return inference.properties()[0]?.type
}

it.each([
  [['1', '-2', '0'], true, 'integer'],
  [['1', '2.5', '1e3'], true, 'number'],
  [['007'], true, 'string'],
  [['1', 'x'], true, 'string'],
  [['12345678901234567890'], true, 'number'],
  [['true', 'false'], true, 'boolean'],
  [['true', '1'], true, 'string'],
  [['2015-06-07T08:15:59-05:00'], true, 'datetime'],
  [['0001-06-07T08:15:59Z'], true, 'string'],
  [['2015-06-07'], true, 'string'],
  [[1, 2], false, 'integer'],
  [[1, 2.5], false, 'number'],
  [['1'], false, 'string'],
  [[1, 'x'], false, 'string'],
  [[null, true], false, 'boolean'],
  [[null], false, 'string'],
  [[{ a: 1 }], false, 'string'],
  [['', '1'], true, 'integer'],
])('types %j (text: %s) as %s', (values, textual, type) => expect(inferred(values, textual)).toBe(type))

it.each([
  [[1, 2], 'number', 'number'],
  [['5'], 'string', 'string'],
  [['2015-06-07T08:15:59Z'], 'string', 'string'],
  [[], 'datetime', 'datetime'],
  [[1, 'x'], 'integer', 'string'],
] as const)('keeps the declared type of %j where it fits: %s', (values, declared, type) => {
  const inference = new SchemaInference(() => false)
  inference.add('a', null)
  for (const value of values) inference.add('a', value)
  expect(inference.properties(new Map([['a', declared]]))[0]?.type).toBe(type)
})

it.each([
  ['5', 'integer', true, true, 5],
  ['x', 'integer', true, true, 'x'],
  [' 2.50 ', 'number', true, true, 2.5],
  ['true', 'boolean', true, false, true],
  [5, 'string', false, true, '5'],
  [5, 'string', false, false, 5],
  [{ a: 1 }, 'string', false, true, '{"a":1}'],
  ['5', 'integer', false, true, '5'],
  [undefined, 'string', true, true, null],
  ['', 'number', true, true, null],
  ['', 'string', true, true, ''],
] as const)('reads %j as %s', (value, type, textual, dataset, expected) => expect(coerce(value, type, textual, dataset)).toEqual(expected))
